import { z } from "zod";
import { FILTER_LIMITS, FILTER_OPERATORS } from "./payload-filter";
import { SUBSCRIPTION_FORMATS, SUBSCRIPTION_LIMITS } from "./subscription";

const text = (max: number) => z.string().max(max);

/**
 * A subscription while it is being typed: nothing has to be right yet, numbers are texts, and what is stored but secret
 * is only known to exist.
 */
export const DraftValues = z.object({
  name: text(200),
  url: text(4_000),
  allProducts: z.boolean(),
  /** With names, so that those chosen show also when a search does not find them. */
  products: z.array(z.object({ id: text(40), name: text(500) })).max(SUBSCRIPTION_LIMITS.products),
  allEventTypes: z.boolean(),
  eventTypes: z.array(text(128)).max(SUBSCRIPTION_LIMITS.eventTypes),
  hasFilter: z.boolean(),
  match: z.enum(["all", "any"]),
  /** `value` is a list with commas where the operator takes several. */
  clauses: z.array(z.object({ path: text(400), operator: z.enum(FILTER_OPERATORS), value: text(10_000) })).max(FILTER_LIMITS.clauses),
  format: z.enum(SUBSCRIPTION_FORMATS),
  headers: z.array(z.object({ name: text(400), value: text(10_000), isStored: z.boolean() })).max(SUBSCRIPTION_LIMITS.headers),
  hotmartCompatible: z.boolean(),
  hottok: text(1_000),
  timeoutSec: text(20),
  maxInFlight: text(20),
  /** Empty: no limit. Older drafts do without. */
  ratePerSec: text(20).default(""),
  maxAttempts: text(20),
  /** Older drafts know the growing waits only. */
  retry: z.enum(["growing", "listed"]).default("growing"),
  retryWaits: text(400).default(""),
});
export type DraftValues = z.infer<typeof DraftValues>;
