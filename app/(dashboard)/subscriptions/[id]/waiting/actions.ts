"use server";
import { skipWaiting, SkipWaitingInput } from "@/lib/services/attention/skip-waiting";
import { resendDeliveries, ResendDeliveriesInput } from "@/lib/services/deliveries/resend-many";
import { authedAction } from "@/lib/web/action";

export const deliverPickedAction = authedAction("event.resend", ResendDeliveriesInput, resendDeliveries);
export const skipPickedAction = authedAction("subscription.write", SkipWaitingInput, skipWaiting);
