import { z } from "zod";
import { isNameText } from "./name-text";
import { isReservedHeader } from "./delivery-limits";
import { PayloadFilter } from "./payload-filter";
import { RETRY_WAITS } from "./retry-waits";

/** What a subscription may be, in one place: the form, the service and the API's document read it here. */
export const SUBSCRIPTION_LIMITS = {
  nameLength: 100,
  urlLength: 2_048,
  products: 1_000,
  eventTypes: 200,
  headers: 20,
  headerNameLength: 128,
  headerValueBytes: 4_096,
  hottokLength: 200,
  timeoutMs: { min: 1_000, max: 30_000, usual: 15_000 },
  maxInFlight: { min: 1, max: 100, usual: 10 },
  /** Deliveries a second; without one there is no such limit. */
  ratePerSec: { min: 1, max: 10_000 },
  maxAttempts: { min: 1, max: 15, usual: 8 },
  /** Hours that an old secret signs beside a new one. */
  overlapHours: { min: 0, max: 168, usual: 24 },
  /** Secrets that sign at once, at most. */
  secrets: 5,
} as const;

/** json_v2: the payload as it is. form_v1: purchases as one flat form, everything else as JSON. */
export const SUBSCRIPTION_FORMATS = ["json_v2", "form_v1"] as const;
export type SubscriptionFormat = (typeof SUBSCRIPTION_FORMATS)[number];
export const SUBSCRIPTION_STATUSES = ["active", "paused", "disabled"] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

/** What is wrong with an address, in words. The last three are not of its form; lib/outbound finds them. */
export const URL_PROBLEMS = {
  missing: "Enter the address that receives the events",
  not_a_url: "This is not an address. It looks like https://crm.example.com/webhooks",
  too_long: "An address may have 2,048 characters at most",
  scheme: "The address must begin with https://",
  userinfo: "Leave the user name and password out of the address; use a header",
  https_only: "Only https:// addresses are allowed here",
  blocked_address: "This is a private or reserved address, where deliveries may not go",
  blocked_port: "Deliveries may not go to this port: it belongs to another kind of service",
} as const;

// Parsing drops these or reads them as something else, so that an address would not be what a person sees.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
// Dropped from a host alone; behind it they are percent-encoded, as in any emoji.
const IGNORED_IN_HOST = /^[^:]*:[\\/]*[^\\/?#]*\p{Default_Ignorable_Code_Point}/u;

/** What is wrong with an address wherever Aviso runs, or null. */
export function urlProblem(text: string): keyof typeof URL_PROBLEMS | null {
  if (text === "") return "missing";
  if (text.length > SUBSCRIPTION_LIMITS.urlLength) return "too_long";
  if (INVISIBLE.test(text) || IGNORED_IN_HOST.test(text) || !URL.canParse(text)) return "not_a_url";
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "scheme";
  return url.username || url.password ? "userinfo" : null;
}

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// What undici sends: a byte a character, no control characters.
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** A header of the subscription's own. Without a value, an update keeps the one that is stored under the name. */
const SubscriptionHeader = z.object({
  name: z.string().trim().min(1, "Give the header a name").max(SUBSCRIPTION_LIMITS.headerNameLength, "128 characters at most")
    .regex(HEADER_NAME, "Letters, digits and - only, as in X-Api-Key")
    .refine((name) => !isReservedHeader(name), "Aviso or HTTP itself sets this header; choose another name"),
  value: z.string().trim().max(SUBSCRIPTION_LIMITS.headerValueBytes, "4,096 characters at most")
    .regex(HEADER_VALUE, "Use plain characters only, without line breaks").optional(),
});

const limited = (limit: { min: number; max: number }, words: string) => z.int(words).min(limit.min, words).max(limit.max, words);

const RetryWaits = z.array(limited(RETRY_WAITS.sec, "Waits of 1 second to 7 days, as in 5s, 5m, 30m, 2h")).min(1, "Waits of 1 second to 7 days, as in 5s, 5m, 30m, 2h").max(RETRY_WAITS.most, "14 waits at most").check((context) => {
  const totalSec = context.value.reduce((sum, sec) => sum + sec, 0);
  if (totalSec > RETRY_WAITS.totalSec) context.issues.push({ code: "custom", message: "The last attempt may come 28 days after the first at most", input: context.value });
});

const shape = {
  name: z.string().trim().min(1, "Give the subscription a name").max(SUBSCRIPTION_LIMITS.nameLength, "100 characters at most").refine(isNameText, "Use printable characters only"),
  url: z.string().trim().check((context) => {
    const problem = urlProblem(context.value);
    if (problem) context.issues.push({ code: "custom", message: URL_PROBLEMS[problem], input: context.value });
  }).meta({ format: "uri", maxLength: SUBSCRIPTION_LIMITS.urlLength }),
  allProducts: z.boolean().optional().meta({ description: "Left out: all, when productIds is empty" }),
  productIds: z.array(z.string().regex(/^prd_[0-7][0-9a-hjkmnp-tv-z]{25}$/, "Not a product's id (prd_…)")).max(SUBSCRIPTION_LIMITS.products),
  allEventTypes: z.boolean().optional().meta({ description: "Left out: all, when eventTypes is empty" }),
  eventTypes: z.array(z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/, "Letters, digits, _ . and - only, 128 at most")).max(SUBSCRIPTION_LIMITS.eventTypes)
    .meta({ description: "Types that are known: built-in, your own, Aviso's, or such as came in the last 60 days" }),
  filter: PayloadFilter.nullable().meta({ description: "Conditions on what is inside data; null for none" }),
  format: z.enum(SUBSCRIPTION_FORMATS),
  headers: z.array(SubscriptionHeader).max(SUBSCRIPTION_LIMITS.headers, "20 headers at most").check((context) => {
    const seen = new Set<string>();
    context.value.forEach(({ name }, index) => {
      const lower = name.toLowerCase();
      if (seen.has(lower)) context.issues.push({ code: "custom", path: [index, "name"], message: "This header is there already", input: name });
      seen.add(lower);
    });
  }),
  hotmartCompatible: z.boolean().meta({ description: "Sends x-hotmart-hottok" }),
  hottok: z.string().trim().max(SUBSCRIPTION_LIMITS.hottokLength, "200 characters at most").regex(/^[\x21-\x7e]*$/, "Letters, digits and signs only, without spaces")
    .optional().meta({ description: "Left out: the one that is stored, or a new random one" }),
  timeoutMs: limited(SUBSCRIPTION_LIMITS.timeoutMs, "From 1 to 30 seconds"),
  maxInFlight: limited(SUBSCRIPTION_LIMITS.maxInFlight, "From 1 to 100"),
  ratePerSec: limited(SUBSCRIPTION_LIMITS.ratePerSec, "From 1 to 10,000 whole deliveries, or nothing").nullable().meta({ description: "Deliveries a second at most; null for no limit" }),
  retryWaitsSec: RetryWaits.nullable().meta({ description: "Seconds to wait before each retry, give or take a fifth; null for the usual growing waits" }),
  maxAttempts: limited(SUBSCRIPTION_LIMITS.maxAttempts, "From 1 to 15").optional().meta({ description: "The first one included. Left out: 8, or with retryWaitsSec one more than it has waits, which is the only number it may be then" }),
};

/** A whole subscription as a person or an API caller gives it. */
export const SubscriptionInput = z.object({
  ...shape,
  productIds: shape.productIds.default([]),
  eventTypes: shape.eventTypes.default([]),
  filter: shape.filter.default(null),
  format: shape.format.default("json_v2"),
  headers: shape.headers.default([]),
  hotmartCompatible: shape.hotmartCompatible.default(false),
  timeoutMs: shape.timeoutMs.default(SUBSCRIPTION_LIMITS.timeoutMs.usual),
  maxInFlight: shape.maxInFlight.default(SUBSCRIPTION_LIMITS.maxInFlight.usual),
  ratePerSec: shape.ratePerSec.default(null),
  retryWaitsSec: shape.retryWaitsSec.default(null),
}).check((context) => {
  const { allProducts, productIds, allEventTypes, eventTypes, retryWaitsSec, maxAttempts } = context.value;
  if (retryWaitsSec && maxAttempts !== undefined && maxAttempts !== retryWaitsSec.length + 1) context.issues.push({ code: "custom", path: ["maxAttempts"], message: "With listed waits there is one attempt more than waits; leave this out", input: maxAttempts });
  if (allProducts === false && productIds.length === 0) context.issues.push({ code: "custom", path: ["productIds"], message: "Choose at least one product, or all", input: productIds });
  if (allEventTypes === false && eventTypes.length === 0) context.issues.push({ code: "custom", path: ["eventTypes"], message: "Choose at least one event type, or all", input: eventTypes });
});
export type SubscriptionInput = z.input<typeof SubscriptionInput>;
export type SubscriptionValues = z.output<typeof SubscriptionInput>;

/** Some of a subscription's values; the others stay. Together with those they are held against SubscriptionInput. */
export const SubscriptionPatch = z.object(shape).partial();
export type SubscriptionPatch = z.input<typeof SubscriptionPatch>;
