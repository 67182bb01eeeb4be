import { evaluateFilter, type PayloadFilter } from "./payload-filter";
import { isOwnEventType } from "./notice";
import type { Verdict, VerdictDetail } from "./verdict";

/** What matching asks of an event. */
export interface MatchableEvent {
  eventType: string;
  productId: string | null;
  /** The payload as filters read it (readForFilter); asked for only where there is a filter. */
  readData: () => unknown;
  /** A test goes to these subscriptions only, whatever they select and whether or not they are paused. */
  onlySubscriptionIds?: readonly string[] | undefined;
}

/** What matching asks of a subscription that is not deleted. */
export interface MatchableSubscription {
  id: string;
  name: string;
  status: string;
  statusChangedAt: Date;
  statusChangedBy: string | null;
  allProducts: boolean;
  productIds: ReadonlySet<string>;
  allEventTypes: boolean;
  eventTypes: ReadonlySet<string>;
  filter: PayloadFilter | null;
}

/** Decides what becomes of an event for a subscription: the first reason against it wins. */
export function matchEvent(event: MatchableEvent, subscription: MatchableSubscription): { verdict: Verdict; detail: VerdictDetail } {
  const detail: VerdictDetail = { subscriptionName: subscription.name };
  if (event.onlySubscriptionIds !== undefined) {
    return { verdict: event.onlySubscriptionIds.includes(subscription.id) ? "delivered_to" : "test_elsewhere", detail };
  }
  // Aviso's own events belong to no product, and only those get them who chose them by name.
  if (isOwnEventType(event.eventType)) {
    if (!subscription.eventTypes.has(event.eventType)) return { verdict: "type_not_selected", detail };
  } else if (!subscription.allProducts && !(event.productId && subscription.productIds.has(event.productId))) {
    return { verdict: "product_not_selected", detail };
  }
  if (!subscription.allEventTypes && !subscription.eventTypes.has(event.eventType)) {
    return { verdict: "type_not_selected", detail };
  }
  const outcome = subscription.filter ? evaluateFilter(subscription.filter, event.readData()) : null;
  if (outcome?.isTrue === false) {
    return { verdict: "filter_not_matched", detail: { ...detail, clause: outcome.clause, ...(outcome.found === null ? {} : { found: outcome.found }) } };
  }
  if (subscription.status === "active") return { verdict: "delivered_to", detail };
  detail.since = subscription.statusChangedAt.toISOString();
  if (subscription.statusChangedBy) detail.by = subscription.statusChangedBy;
  return { verdict: subscription.status === "paused" ? "paused" : "disabled", detail };
}
