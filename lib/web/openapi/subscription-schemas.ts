import { z } from "zod";
import { FilterClause, PayloadFilter } from "@/lib/domain/payload-filter";
import { SUBSCRIPTION_FORMATS, SUBSCRIPTION_STATUSES } from "@/lib/domain/subscription";
import { listOf } from "./list-of";

// What /api/v1/subscriptions answers, as schemas. The test of this folder holds them against what the use cases really return.
const time = z.iso.datetime().meta({ description: "UTC, RFC 3339" });
const id = z.string().meta({ examples: ["sub_01h455vb4pex5vsknk084sn02q"] });
const secret = z.string().meta({ examples: ["whsec_…"] });

export const Subscription = z.object({
  id,
  name: z.string(),
  url: z.string(),
  status: z.enum(SUBSCRIPTION_STATUSES).meta({ description: "paused: its deliveries wait. disabled: it gets none" }),
  statusChangedAt: time,
  statusChangedBy: z.string().nullable(),
  statusReason: z.string().nullable(),
  down: z.object({ since: time, failureKind: z.string().nullable(), responseStatus: z.int().nullable(), nextTryAt: time.nullable() }).nullable().meta({ description: "While its address fails: deliveries are held, and one is tried at nextTryAt" }),
  allProducts: z.boolean(),
  products: z.array(z.object({ id: z.string(), name: z.string() })),
  allEventTypes: z.boolean(),
  eventTypes: z.array(z.string()),
  filter: PayloadFilter.nullable(),
  format: z.enum(SUBSCRIPTION_FORMATS).meta({ description: "json_v2: as in Events. form_v1: purchases as a form, the rest as JSON" }),
  headers: z.array(z.object({ name: z.string() })).meta({ description: "Names only; values are kept secret" }),
  hotmartCompatible: z.boolean(),
  timeoutMs: z.int(),
  maxInFlight: z.int(),
  ratePerSec: z.int().nullable().meta({ description: "Deliveries a second at most; null for no limit" }),
  maxAttempts: z.int(),
  retryWaitsSec: z.array(z.int()).nullable().meta({ description: "Seconds before each retry; null for the usual growing waits" }),
  createdAt: time,
  updatedAt: time,
});

const counts = z.object({ delivered: z.int(), failed: z.int() });
export const SubscriptionList = listOf(Subscription.extend({
  lastDelivery: z.object({ eventId: z.string(), status: z.string(), at: time, responseStatus: z.int().nullable(), failureKind: z.string().nullable() }).nullable(),
  lastDay: counts.extend({ hours: z.array(counts.extend({ waiting: z.int() })).meta({ description: "The last 24 hours, oldest first" }) }),
  waiting: z.int().meta({ description: "All that waits or is held, however old" }),
}));

export const SubscriptionHealth = z.object({
  lastDay: SubscriptionList.shape.data.element.shape.lastDay,
  successRate: z.number().nullable().meta({ description: "From 0 to 1, of what came to an end in 24 hours" }),
  waiting: z.int(),
  sending: z.int(),
  answers: z.object({ count: z.int(), p50Ms: z.number(), p95Ms: z.number(), p99Ms: z.number() }).nullable(),
});
export const SubscriptionChanges = listOf(z.object({ id: z.string(), at: time, by: z.string().nullable(), kind: z.string(), fields: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })) }));
const backTested = z.object({ id: z.string(), eventType: z.string(), product: z.string().nullable(), receivedAt: time });
export const BackTestAnswer = z.object({
  selected: z.int().meta({ description: "Events of the chosen products and types in 60 days" }),
  matched: z.int().meta({ description: "Those of the tried ones that pass the filter" }),
  tried: z.int().meta({ description: "How many of the selected the filter was tried on, newest first" }),
  next: z.string().nullable().meta({ description: "After about a second: the `before` that tries the rest. Null when all were tried" }),
  examples: z.array(backTested).meta({ description: "The newest that match" }),
  refused: z.array(backTested.extend({ clause: FilterClause, found: z.string().nullable() })).meta({ description: "The newest that the filter keeps out, and why" }),
  paths: z.array(z.object({ path: z.string(), example: z.string() })),
});
export const AddressChecks = z.object({
  checks: z.array(z.object({ name: z.enum(["address", "dns", "proxy", "tls", "answer"]), state: z.enum(["ok", "warning", "failed"]), code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) })),
});
export const WaitingPage = listOf(z.object({ deliveryId: z.string(), eventId: z.string(), eventType: z.string(), product: z.string().nullable(), receivedAt: time, dueAt: time, attemptCount: z.int(), isTest: z.boolean() }));
export const Skipped = z.object({ skipped: z.int() });
export const Attention = listOf(z.object({
  subscription: z.object({ id: z.string(), name: z.string(), status: z.string() }), cause: z.string(), reason: z.enum(["failing", "down", "paused", "disabled"]),
  failureKind: z.string().nullable(), responseStatus: z.int().nullable(), since: time, by: z.string().nullable(), why: z.enum(["receiver_gone", "receiver_asked", "down_too_long"]).nullable().meta({ description: "Why Aviso disabled it" }), failed: z.int(), waiting: z.int(),
  last: z.object({ eventId: z.string(), at: time }).nullable(), acknowledged: z.object({ at: time, by: z.string() }).nullable(),
}));

export const SubscriptionMade = z.object({ id, secret });
export const SubscriptionDeleted = z.object({ id, cancelled: z.int().meta({ description: "Deliveries that waited" }) });
export const SecretRotated = z.object({ secret, oldUntil: time.nullable().meta({ description: "Until when the old secrets sign beside it" }) });
export const Secrets = z.object({
  secrets: z.array(z.object({ secret, createdAt: time, expiresAt: time.nullable().meta({ description: "Null: the current one" }) })),
  hottok: z.string().nullable(),
});
