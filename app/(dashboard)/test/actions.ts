"use server";
import { getDelivery, GetDeliveryInput } from "@/lib/services/deliveries/get";
import { sendTestEvent, SendTestEventInput } from "@/lib/services/events/send-test";
import { authedAction } from "@/lib/web/action";

export const sendTestAction = authedAction("event.test", SendTestEventInput, sendTestEvent);
export const testResultAction = authedAction("event.read", GetDeliveryInput, getDelivery);
