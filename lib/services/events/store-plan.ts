import { NIL_UUID, newUuid, uuidHour, uuidTime } from "@/lib/domain/ids";
import { matchEvent, type MatchableSubscription } from "@/lib/domain/match";
import { readForFilter } from "@/lib/domain/payload-filter";
import { dataTerms, externalIdTerm } from "@/lib/domain/search-terms";
import { VERDICT_DELIVERS } from "@/lib/domain/verdict";
import type { NewEvent } from "./new-event";

/** An event with the id it gets; `deliveryIds` is filled by planning. */
export interface PlannedEvent {
  event: NewEvent;
  id: string;
  deliveryIds: string[];
}

/** The rows of many events, ready to be inserted. */
export interface PlannedRows {
  events: PlannedEvent[];
  verdicts: { eventId: string; subscriptionId: string; verdict: string; detail: string }[];
  deliveries: {
    id: string;
    eventId: string;
    subscriptionId: string;
    productId: string | null;
    eventType: string;
    isTest: boolean;
    maxAttempts: number;
    trigger: "first" | "test";
    requestedBy: string | null;
    createdAt: Date;
  }[];
  terms: { eventId: string; kind: string; value: string }[];
  counts: { hour: Date; subscriptionId: string; productId: string; eventType: string; isTest: boolean; outcome: string; count: number }[];
}

type Counts = Map<string, PlannedRows["counts"][number]>;

/** Works out every row that the events bring. */
export function planRows(
  events: PlannedEvent[],
  subscriptions: (MatchableSubscription & { maxAttempts: number })[],
): PlannedRows {
  const rows: PlannedRows = { events, verdicts: [], deliveries: [], terms: [], counts: [] };
  const counts: Counts = new Map();
  for (const planned of events) {
    const { event, id } = planned;
    const time = uuidTime(id);
    const hour = uuidHour(id);
    count(counts, event, hour, NIL_UUID, "received");
    for (const term of [...externalIdTerm(event.externalId), ...(event.dataTerms ?? dataTerms(dataOf(event.body)))]) rows.terms.push({ eventId: id, ...term });
    const matchable = { ...event, readData: readOnce(event.body) };
    for (const subscription of subscriptions) {
      const { verdict, detail } = matchEvent(matchable, subscription);
      // A test concerns those it was sent to; the others need not hear of it.
      if (verdict === "test_elsewhere") continue;
      rows.verdicts.push({ eventId: id, subscriptionId: subscription.id, verdict, detail: JSON.stringify(detail) });
      if (!VERDICT_DELIVERS[verdict]) continue;
      // The delivery's id carries the event's time, hence its partition's day.
      const deliveryId = newUuid(time);
      planned.deliveryIds.push(deliveryId);
      rows.deliveries.push({
        id: deliveryId,
        eventId: id,
        subscriptionId: subscription.id,
        productId: event.productId,
        eventType: event.eventType,
        isTest: event.isTest,
        maxAttempts: subscription.maxAttempts,
        trigger: event.onlySubscriptionIds && !(event.isRetried && subscription.status === "active") ? "test" : "first",
        requestedBy: event.requestedBy ?? null,
        createdAt: event.receivedAt,
      });
      count(counts, event, hour, subscription.id, "waiting");
    }
  }
  rows.counts = [...counts.values()];
  return rows;
}

function count(counts: Counts, { productId: product, eventType, isTest }: NewEvent, hour: Date, subscriptionId: string, outcome: string): void {
  const productId = product ?? NIL_UUID;
  // The type last, for it alone is of any form.
  const key = `${hour.getTime()} ${subscriptionId} ${productId} ${isTest} ${outcome} ${eventType}`;
  const row = counts.get(key);
  if (row) row.count++;
  else counts.set(key, { hour, subscriptionId, productId, eventType, isTest, outcome, count: 1 });
}

function dataOf(body: string): unknown {
  return (JSON.parse(body) as { data?: unknown }).data;
}

/** What filters read of an event, worked out for the first that asks. */
function readOnce(body: string): () => unknown {
  let read: { data?: unknown } | undefined;
  return () => (read ??= readForFilter(body) as { data?: unknown }).data;
}
