"use server";
import { getDelivery, GetDeliveryInput } from "@/lib/services/deliveries/get";
import { resendDelivery, ResendDeliveryInput } from "@/lib/services/deliveries/resend";
import { sendTestEvent, SendTestEventInput } from "@/lib/services/events/send-test";
import { authedAction } from "@/lib/web/action";

export const sendTestAction = authedAction("event.test", SendTestEventInput, sendTestEvent);
export const testResultAction = authedAction("event.read", GetDeliveryInput, getDelivery);
export const resendTestAction = authedAction("event.resend", ResendDeliveryInput, resendDelivery);
