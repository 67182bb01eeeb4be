import { CreateSubscriptionInput } from "@/lib/services/subscriptions/create";
import * as answers from "../schemas";
import type { Operation } from "./operation";

export const SUBSCRIPTION_OPERATIONS: readonly Operation[] = [
  {
    method: "get", path: "/api/v1/subscriptions", tag: "Subscriptions", id: "listSubscriptions", needsKey: true,
    summary: "List subscriptions",
    description: "With how the last 24 hours went for each.",
    answers: { 200: { description: "All subscriptions", schema: answers.SubscriptionList } },
    problems: {},
  },
  {
    method: "post", path: "/api/v1/subscriptions", tag: "Subscriptions", id: "createSubscription", needsKey: true,
    summary: "Create a subscription",
    description: "Sends the chosen events of the chosen products to an address. Leaving out `productIds` or `eventTypes` means all. The secret in the answer signs every delivery.",
    body: CreateSubscriptionInput,
    example: { name: "CRM", url: "https://crm.example.com/webhooks", eventTypes: ["PURCHASE_APPROVED", "PURCHASE_REFUNDED"] },
    answers: { 201: { description: "Made", schema: answers.SubscriptionMade } },
    problems: { 400: "Not JSON", 422: "A field is not valid; `issues` says which" },
  },
];
