import { AcknowledgeInput } from "@/lib/services/attention/acknowledge";
import { SkipWaitingInput } from "@/lib/services/attention/skip-waiting";
import { ListWaitingInput } from "@/lib/services/attention/list-waiting";
import * as answers from "../subscription-schemas";
import type { Operation } from "./operation";

const missing = { 404: "No such subscription", 422: "Not a subscription's id" } as const;

/** What needs attention, and what waits for a subscription that is paused, disabled or down. */
export const WAITING_OPERATIONS: readonly Operation[] = [
  {
    method: "get", path: "/api/v1/attention", tag: "Subscriptions", id: "listAttention", needsKey: true,
    summary: "List what needs attention",
    description: "Failures of the last 7 days by subscription and cause, and what is paused, disabled or down. What is repaired leaves the list by itself.",
    answers: { 200: { description: "The worst first", schema: answers.Attention } },
    problems: {},
  },
  {
    method: "post", path: "/api/v1/attention/acknowledge", tag: "Subscriptions", id: "acknowledgeAttention", needsKey: true,
    summary: "Acknowledge what needs attention",
    description: "Notes that someone has seen it, by the `subscription.id` and `cause` of the list. It comes back with another cause, or when it is there again after a repair.",
    body: AcknowledgeInput,
    example: { subscriptionId: "sub_01h455vb4pex5vsknk084sn02q", cause: "http_status 401" },
    answers: { 204: { description: "Noted" } },
    problems: { 404: missing[404], 422: "The input is not valid" },
  },
  {
    method: "get", path: "/api/v1/subscriptions/{id}/waiting", tag: "Subscriptions", id: "listWaiting", needsKey: true,
    summary: "List what waits",
    description: "Deliveries that wait for a subscription, in the order in which they would be sent. To send some of them now, resend them.",
    query: ListWaitingInput.omit({ subscriptionId: true }),
    answers: { 200: { description: "A page", schema: answers.WaitingPage } },
    problems: missing,
  },
  {
    method: "post", path: "/api/v1/subscriptions/{id}/waiting/deliver", tag: "Subscriptions", id: "deliverWaiting", needsKey: true,
    summary: "Deliver what waits",
    description: "Resumes or enables the subscription; one whose endpoint is down is tried at once.",
    answers: { 200: { description: "The subscription", schema: answers.Subscription } },
    problems: missing,
  },
  {
    method: "post", path: "/api/v1/subscriptions/{id}/waiting/skip", tag: "Subscriptions", id: "skipWaiting", needsKey: true,
    summary: "Skip what waits",
    description: "Cancels all that waits, or the deliveries given. They can be resent all the same.",
    body: SkipWaitingInput.omit({ subscriptionId: true }),
    example: { deliveryIds: ["dlv_01h455vb4pex5vsknk084sn02q"] },
    answers: { 200: { description: "How many were cancelled", schema: answers.Skipped } },
    problems: { ...missing },
  },
];
