"use server";
import { acknowledgeAttention, AcknowledgeInput } from "@/lib/services/attention/acknowledge";
import { releaseWaiting, ReleaseWaitingInput } from "@/lib/services/attention/release-waiting";
import { skipWaiting, SkipWaitingInput } from "@/lib/services/attention/skip-waiting";
import { authedAction } from "@/lib/web/action";

export const acknowledgeAction = authedAction("notice.write", AcknowledgeInput, acknowledgeAttention);
export const releaseWaitingAction = authedAction("subscription.write", ReleaseWaitingInput, releaseWaiting);
export const skipWaitingAction = authedAction("subscription.write", SkipWaitingInput, skipWaiting);
