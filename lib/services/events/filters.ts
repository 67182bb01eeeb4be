import { z } from "zod";
import { FAILURE_KINDS } from "@/lib/domain/failure";
import { idSchema } from "@/lib/domain/ids";
import { daySchema, momentSchema } from "@/lib/services/page";

/** What a list of events can be narrowed by: the list, its charts, counts and exports, and everything that acts on "what is shown". */
export const EventFilters = z.object({
  status: z.enum(["waiting", "delivered", "failed", "cancelled"]).optional(),
  /** The last answer's status: one code, or a class as 4xx. */
  response: z.string().regex(/^[1-5](xx|\d\d)$/).optional(),
  /** Why the last attempt failed. */
  failure: z.enum(FAILURE_KINDS).optional(),
  productId: idSchema("product").optional(),
  subscriptionId: idSchema("subscription").optional(),
  eventType: z.string().max(128).optional(),
  period: z.enum(["24h", "7d", "60d"]).default("60d"),
  /** A UTC day; narrows whatever the period says. */
  day: daySchema.optional(),
  /** Absolute times, the first included and the second not; they narrow whatever the period says. */
  from: momentSchema.optional(),
  to: momentSchema.optional(),
  test: z.enum(["all", "only", "hide"]).default("all"),
  /** Whether a person has had something of the event sent again, by a resend or a replay; with a filter on deliveries, that delivery. */
  resent: z.enum(["yes", "no"]).optional(),
  /** An event's or delivery's id, an external id, a transaction, a buyer's e-mail or a customer's subscription. */
  search: z.string().trim().max(300).optional(),
});
export type EventFiltersInput = z.input<typeof EventFilters>;
/** With database UUIDs, as queries use them. */
export type EventFilters = z.output<typeof EventFilters>;
