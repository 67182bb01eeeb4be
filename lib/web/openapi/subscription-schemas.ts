import { z } from "zod";
import { PayloadFilter } from "@/lib/domain/payload-filter";
import { SUBSCRIPTION_FORMATS, SUBSCRIPTION_STATUSES } from "@/lib/domain/subscription";

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
  createdAt: time,
  updatedAt: time,
});

const counts = z.object({ delivered: z.int(), failed: z.int() });
export const SubscriptionList = z.object({
  data: z.array(Subscription.extend({
    lastDelivery: z.object({ eventId: z.string(), status: z.string(), at: time, responseStatus: z.int().nullable(), failureKind: z.string().nullable() }).nullable(),
    lastDay: counts.extend({ hours: z.array(counts.extend({ waiting: z.int() })).meta({ description: "The last 24 hours, oldest first" }) }),
    waiting: z.int().meta({ description: "All that waits or is held, however old" }),
  })),
});

export const SubscriptionMade = z.object({ id, secret });
export const SubscriptionDeleted = z.object({ id, cancelled: z.int().meta({ description: "Deliveries that waited" }) });
export const SecretRotated = z.object({ secret, oldUntil: time.nullable().meta({ description: "Until when the old secrets sign beside it" }) });
export const Secrets = z.object({
  secrets: z.array(z.object({ secret, createdAt: time, expiresAt: time.nullable().meta({ description: "Null: the current one" }) })),
  hottok: z.string().nullable(),
});
