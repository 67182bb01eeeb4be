import type { z } from "zod";
import type { FilterClause } from "@/lib/domain/payload-filter";
import { readWaits, writeWaits } from "@/lib/domain/retry-waits";
import { SubscriptionInput, SUBSCRIPTION_LIMITS } from "@/lib/domain/subscription";
import type { DraftValues } from "@/lib/domain/subscription-draft";
import type { SubscriptionDetail } from "@/lib/services/subscriptions/read";
import { readListed, writeListed } from "./listed";

export type SubscriptionDraft = DraftValues;
export type ClauseDraft = DraftValues["clauses"][number];
export type SetDraft = (change: Partial<SubscriptionDraft>) => void;
/** What is wrong at a path as in `headers.0.name`, or undefined. */
export type Issues = (path: string) => string | undefined;

const { timeoutMs, maxInFlight, maxAttempts } = SUBSCRIPTION_LIMITS;

export const EMPTY_DRAFT: SubscriptionDraft = {
  name: "", url: "", allProducts: true, products: [], allEventTypes: true, eventTypes: [], hasFilter: false, match: "all", clauses: [], format: "json_v2", headers: [], hotmartCompatible: false, hottok: "",
  timeoutSec: String(timeoutMs.usual / 1_000), maxInFlight: String(maxInFlight.usual), ratePerSec: "", maxAttempts: String(maxAttempts.usual), retry: "growing", retryWaits: "",
};

/** A stored subscription as a draft. */
export function draftOf(subscription: SubscriptionDetail): SubscriptionDraft {
  const { name, url, allProducts, products, allEventTypes, eventTypes, format, headers, hotmartCompatible } = subscription;
  return {
    name, url, allProducts, products, allEventTypes, eventTypes, format, hotmartCompatible, hottok: "",
    hasFilter: subscription.filter !== null,
    match: subscription.filter?.match ?? "all",
    clauses: subscription.filter?.clauses.map(clauseDraftOf) ?? [],
    headers: headers.map((header) => ({ name: header.name, value: "", isStored: true })),
    timeoutSec: String(subscription.timeoutMs / 1_000),
    maxInFlight: String(subscription.maxInFlight),
    ratePerSec: subscription.ratePerSec === null ? "" : String(subscription.ratePerSec),
    maxAttempts: String(subscription.maxAttempts),
    retry: subscription.retryWaitsSec ? "listed" : "growing",
    retryWaits: writeWaits(subscription.retryWaitsSec ?? []),
  };
}

/** The draft as the service takes it. An untouched stored header travels without its value, which keeps it. */
export function inputOf(draft: SubscriptionDraft): SubscriptionInput {
  return {
    name: draft.name,
    url: draft.url,
    ...selectionOf(draft),
    format: draft.format,
    headers: draft.headers.map(({ name, value, isStored }) => ({ name, value: isStored && value === "" ? undefined : value })),
    hotmartCompatible: draft.hotmartCompatible,
    hottok: draft.hottok.trim() || undefined,
    timeoutMs: Math.round(numberOf(draft.timeoutSec) * 1_000),
    maxInFlight: numberOf(draft.maxInFlight),
    ratePerSec: draft.ratePerSec.trim() === "" ? null : numberOf(draft.ratePerSec),
    ...(draft.retry === "listed" ? { retryWaitsSec: readWaits(draft.retryWaits) } : { retryWaitsSec: null, maxAttempts: numberOf(draft.maxAttempts) }),
  };
}

/** Which events it selects. */
export function selectionOf(draft: SubscriptionDraft): Pick<SubscriptionInput, "allProducts" | "productIds" | "allEventTypes" | "eventTypes" | "filter"> {
  return {
    allProducts: draft.allProducts,
    productIds: draft.allProducts ? [] : draft.products.map(({ id }) => id),
    allEventTypes: draft.allEventTypes,
    eventTypes: draft.allEventTypes ? [] : draft.eventTypes,
    filter: draft.hasFilter ? { match: draft.match, clauses: draft.clauses.map(clauseOf) } : null,
  };
}

function clauseDraftOf(clause: FilterClause): ClauseDraft {
  return { path: clause.path, operator: clause.operator, value: "values" in clause ? writeListed(clause.values) : "value" in clause ? clause.value : "" };
}

function clauseOf({ path, operator, value }: ClauseDraft): FilterClause {
  if (operator === "exists" || operator === "missing") return { path, operator };
  if (operator === "one_of") return { path, operator, values: readListed(value) };
  return { path, operator, value: value.trim() };
}

/** What the schema says against a draft, before anything is sent. @param say in the reader's language, where it is shown */
export function issuesOf(draft: SubscriptionDraft, say: (issue: z.core.$ZodIssue) => string = ({ message }) => message): { path: string; message: string }[] {
  const result = SubscriptionInput.safeParse(inputOf(draft));
  return result.success ? [] : result.error.issues.map((issue) => ({ path: issue.path.join("."), message: say(issue) }));
}

/** Whether a field is told what is wrong before anything is sent: a number that was typed otherwise, as in 49,90. */
export function isToldAtOnce(draft: SubscriptionDraft, path: string): boolean {
  const at = /^filter\.clauses\.(\d+)\.value$/.exec(path)?.[1];
  return at !== undefined && draft.clauses[Number(at)]?.value.trim() !== "";
}

/** An empty field is no number, not 0. */
function numberOf(text: string): number {
  return text.trim() === "" ? NaN : Number(text);
}
