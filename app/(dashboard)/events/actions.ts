"use server";
import { resendDelivery, ResendDeliveryInput } from "@/lib/services/deliveries/resend";
import { countNewer, CountNewerInput } from "@/lib/services/events/list-newer";
import { authedAction } from "@/lib/web/action";

export const countNewerAction = authedAction("event.read", CountNewerInput, countNewer);
export const resendAction = authedAction("event.resend", ResendDeliveryInput, resendDelivery);
