import { BackTestInput } from "@/lib/services/subscriptions/back-test";
import { CreateSubscriptionInput } from "@/lib/services/subscriptions/create";
import { PreflightUrlInput } from "@/lib/services/subscriptions/preflight";
import { RotateSecretInput } from "@/lib/services/subscriptions/rotate-secret";
import { UpdateSubscriptionBody } from "@/lib/services/subscriptions/update";
import * as answers from "../subscription-schemas";
import type { Operation } from "./operation";

const missing = { 404: "No such subscription", 422: "Not a subscription's id" } as const;
const status = (verb: "pause" | "resume" | "disable" | "enable", summary: string, description: string): Operation => ({
  method: "post", path: `/api/v1/subscriptions/{id}/${verb}`, tag: "Subscriptions", id: `${verb}Subscription`, needsKey: true,
  summary, description,
  answers: { 200: { description: "The subscription", schema: answers.Subscription } },
  problems: missing,
});

export const SUBSCRIPTION_OPERATIONS: readonly Operation[] = [
  {
    method: "get", path: "/api/v1/subscriptions", tag: "Subscriptions", id: "listSubscriptions", needsKey: true,
    summary: "List subscriptions",
    description: "Oldest first, with the last delivery of each and how its last 24 hours went.",
    answers: { 200: { description: "All subscriptions", schema: answers.SubscriptionList } },
    problems: {},
  },
  {
    method: "post", path: "/api/v1/subscriptions", tag: "Subscriptions", id: "createSubscription", needsKey: true,
    summary: "Create a subscription",
    description: "Sends the chosen events of the chosen products to an address. Leaving out `productIds` or `eventTypes` means all; Aviso's own types (`aviso.subscription.down` and others) are sent only where they are named. The secret in the answer signs every delivery.",
    body: CreateSubscriptionInput,
    example: { name: "CRM", url: "https://crm.example.com/webhooks", eventTypes: ["PURCHASE_APPROVED", "PURCHASE_REFUNDED"] },
    answers: { 201: { description: "Made", schema: answers.SubscriptionMade } },
    problems: { 422: "A field is not valid; `issues` says which" },
  },
  {
    method: "post", path: "/api/v1/subscriptions/check-address", tag: "Subscriptions", id: "checkAddress", needsKey: true,
    summary: "Check an address",
    description: "Looks at it before anything is sent there: may it be reached, its name, its certificate and for how long, whether it answers or redirects, and how fast. It asks with HEAD.",
    body: PreflightUrlInput,
    example: { url: "https://crm.example.com/webhooks" },
    answers: { 200: { description: "What was found, in order; it stops at the first failure", schema: answers.AddressChecks } },
    problems: { 422: "The input is not valid" },
  },
  {
    method: "post", path: "/api/v1/subscriptions/back-test", tag: "Subscriptions", id: "backTest", needsKey: true,
    summary: "Back-test a selection",
    description: "How many events of the last 60 days a subscription with these products, event types and filter would have matched, with the newest of them. A filter is tried on the payloads, newest first, for about a second. Of a workspace two run at once; eight more wait for their turn, and others are answered 429 with Retry-After.",
    body: BackTestInput,
    example: { eventTypes: ["PURCHASE_APPROVED"], filter: { match: "all", clauses: [{ path: "purchase.payment.type", operator: "equals", value: "PIX" }] } },
    answers: { 200: { description: "The numbers and examples", schema: answers.BackTestAnswer } },
    problems: { 422: "The selection is not valid" },
  },
  {
    method: "get", path: "/api/v1/subscriptions/{id}", tag: "Subscriptions", id: "getSubscription", needsKey: true,
    summary: "Get a subscription",
    description: "Its settings. Secrets and the values of its headers are left out.",
    answers: { 200: { description: "The subscription", schema: answers.Subscription } },
    problems: missing,
  },
  {
    method: "patch", path: "/api/v1/subscriptions/{id}", tag: "Subscriptions", id: "updateSubscription", needsKey: true,
    summary: "Change a subscription",
    description: "What is left out stays. A header without a `value` keeps the value stored under its name. What already waits goes out by the new settings.",
    body: UpdateSubscriptionBody,
    example: { eventTypes: ["PURCHASE_APPROVED"], timeoutMs: 20_000 },
    answers: { 200: { description: "The subscription", schema: answers.Subscription } },
    problems: { 404: missing[404], 409: "Changed since `updatedAtSeen`", 422: "A field is not valid; `issues` says which" },
  },
  {
    method: "delete", path: "/api/v1/subscriptions/{id}", tag: "Subscriptions", id: "deleteSubscription", needsKey: true,
    summary: "Delete a subscription",
    description: "What waits for it is cancelled. Its history stays for as long as any.",
    answers: { 200: { description: "Deleted", schema: answers.SubscriptionDeleted } },
    problems: missing,
  },
  {
    method: "get", path: "/api/v1/subscriptions/{id}/health", tag: "Subscriptions", id: "getSubscriptionHealth", needsKey: true,
    summary: "Get a subscription's health",
    description: "How its last 24 hours went, what waits, and how fast it answers.",
    answers: { 200: { description: "Its health", schema: answers.SubscriptionHealth } },
    problems: missing,
  },
  {
    method: "get", path: "/api/v1/subscriptions/{id}/changes", tag: "Subscriptions", id: "listSubscriptionChanges", needsKey: true,
    summary: "List a subscription's changes",
    description: "Who changed what, newest first, the last 50.",
    answers: { 200: { description: "The changes", schema: answers.SubscriptionChanges } },
    problems: missing,
  },
  status("pause", "Pause a subscription", "It goes on getting events; they wait until it is resumed."),
  status("resume", "Resume a subscription", "What waited is sent."),
  status("disable", "Disable a subscription", "It gets no new events. What waits stays until it is enabled."),
  status("enable", "Enable a subscription", "It gets new events again, and what waited is sent. Events that came meanwhile are not."),
  {
    method: "post", path: "/api/v1/subscriptions/{id}/duplicate", tag: "Subscriptions", id: "duplicateSubscription", needsKey: true,
    summary: "Duplicate a subscription",
    description: "The same settings and a secret of its own. The copy is disabled until you enable it.",
    answers: { 201: { description: "Made", schema: answers.SubscriptionMade } },
    problems: missing,
  },
  {
    method: "get", path: "/api/v1/subscriptions/{id}/secret", tag: "Subscriptions", id: "revealSecret", needsKey: true,
    summary: "Get the secrets",
    description: "Those that sign now, the current one first.",
    answers: { 200: { description: "The secrets", schema: answers.Secrets } },
    problems: { ...missing, 409: "They were stored with another AVISO_SECRET_KEY" },
  },
  {
    method: "post", path: "/api/v1/subscriptions/{id}/rotate-secret", tag: "Subscriptions", id: "rotateSecret", needsKey: true,
    summary: "Rotate the secret",
    description: "A new secret signs from now on; the old ones sign beside it for the overlap (24 hours unless given, 168 at most), so that your system can change over without a gap. At most 5 sign at once.",
    body: RotateSecretInput.omit({ id: true }),
    example: { overlapHours: 24 },
    answers: { 200: { description: "The new secret", schema: answers.SecretRotated } },
    problems: { 404: missing[404], 422: "The overlap is not valid" },
  },
];
