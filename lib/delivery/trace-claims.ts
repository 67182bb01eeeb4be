import { queryBatch } from "@/lib/db/batch";
import type { Db } from "@/lib/db/client";
import { showId } from "@/lib/domain/ids";
import { isTracing, startSpan } from "@/lib/trace";
import type { Job } from "./load";

/** Notes each claim in its event's trace, so that the attempt goes on with it. Does nothing while no traces are collected. @param claimedAt when the claim began */
export async function traceClaims(db: Db, jobs: Job[], claimedAt: Date): Promise<void> {
  if (!isTracing() || jobs.length === 0) return;
  const rows = await queryBatch<{ event_id: string; traceparent: string }>(
    db, "SELECT event_id::text, traceparent FROM trace_contexts WHERE event_id = ANY($1::uuid[])", [jobs.map(({ claim }) => claim.eventId)]);
  const parents = new Map(rows.map((row) => [row.event_id, row.traceparent]));
  for (const job of jobs) {
    const { eventId, deliveryId, subscriptionId } = job.claim;
    const span = startSpan("claim", {
      parent: parents.get(eventId), startedAt: claimedAt,
      attributes: { "aviso.event_id": showId("event", eventId), "aviso.delivery_id": showId("delivery", deliveryId), "aviso.subscription_id": showId("subscription", subscriptionId) },
    });
    span?.end();
    if (span) job.traceparent = span.traceparent;
  }
}
