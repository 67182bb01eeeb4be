import { SubscriptionInput, SUBSCRIPTION_LIMITS } from "@/lib/domain/subscription";
import type { SubscriptionDetail } from "@/lib/services/subscriptions/read";

/** A subscription while it is being typed: numbers are texts, and what is stored but secret is only known to exist. */
export interface SubscriptionDraft {
  name: string;
  url: string;
  allProducts: boolean;
  /** With names, so that those chosen show also when a search does not find them. */
  products: { id: string; name: string }[];
  allEventTypes: boolean;
  eventTypes: string[];
  format: SubscriptionDetail["format"];
  headers: { name: string; value: string; isStored: boolean }[];
  hotmartCompatible: boolean;
  hottok: string;
  timeoutSec: string;
  maxInFlight: string;
  maxAttempts: string;
}
export type SetDraft = (change: Partial<SubscriptionDraft>) => void;
/** What is wrong at a path as in `headers.0.name`, or undefined. */
export type Issues = (path: string) => string | undefined;

const { timeoutMs, maxInFlight, maxAttempts } = SUBSCRIPTION_LIMITS;

export const EMPTY_DRAFT: SubscriptionDraft = {
  name: "", url: "", allProducts: true, products: [], allEventTypes: true, eventTypes: [], format: "json_v2", headers: [], hotmartCompatible: false, hottok: "",
  timeoutSec: String(timeoutMs.usual / 1_000), maxInFlight: String(maxInFlight.usual), maxAttempts: String(maxAttempts.usual),
};

/** A stored subscription as a draft. */
export function draftOf(subscription: SubscriptionDetail): SubscriptionDraft {
  const { name, url, allProducts, products, allEventTypes, eventTypes, format, headers, hotmartCompatible } = subscription;
  return {
    name, url, allProducts, products, allEventTypes, eventTypes, format, hotmartCompatible, hottok: "",
    headers: headers.map((header) => ({ name: header.name, value: "", isStored: true })),
    timeoutSec: String(subscription.timeoutMs / 1_000),
    maxInFlight: String(subscription.maxInFlight),
    maxAttempts: String(subscription.maxAttempts),
  };
}

/** The draft as the service takes it. An untouched stored header travels without its value, which keeps it. */
export function inputOf(draft: SubscriptionDraft): SubscriptionInput {
  return {
    name: draft.name,
    url: draft.url,
    allProducts: draft.allProducts,
    productIds: draft.allProducts ? [] : draft.products.map(({ id }) => id),
    allEventTypes: draft.allEventTypes,
    eventTypes: draft.allEventTypes ? [] : draft.eventTypes,
    format: draft.format,
    headers: draft.headers.map(({ name, value, isStored }) => ({ name, value: isStored && value === "" ? undefined : value })),
    hotmartCompatible: draft.hotmartCompatible,
    hottok: draft.hottok.trim() || undefined,
    timeoutMs: Math.round(numberOf(draft.timeoutSec) * 1_000),
    maxInFlight: numberOf(draft.maxInFlight),
    maxAttempts: numberOf(draft.maxAttempts),
  };
}

/** What the schema says against a draft, before anything is sent. */
export function issuesOf(draft: SubscriptionDraft): { path: string; message: string }[] {
  const result = SubscriptionInput.safeParse(inputOf(draft));
  return result.success ? [] : result.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
}

/** An empty field is no number, not 0. */
function numberOf(text: string): number {
  return text.trim() === "" ? NaN : Number(text);
}
