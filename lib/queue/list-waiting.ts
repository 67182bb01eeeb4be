import type { Tx } from "@/lib/db/client";

export interface Waiting {
  deliveryId: string;
  eventId: string;
  dueAt: Date;
}

/** What waits for a subscription, in the order in which it would go: by the time it is due, then by id. What is being sent is left out. */
export async function listWaiting(tx: Tx, request: { subscriptionId: string; after: { dueAt: Date; deliveryId: string } | null; limit: number }): Promise<Waiting[]> {
  const { subscriptionId, after, limit } = request;
  const rows = await tx.$queryRaw<{ delivery_id: string; event_id: string; due_at: Date }[]>`
    SELECT delivery_id::text, event_id::text, due_at FROM queue
    WHERE subscription_id = ${subscriptionId}::uuid AND (lease_until IS NULL OR lease_until <= now())
      AND (${after === null} OR (due_at, delivery_id) > (${(after?.dueAt ?? new Date(0)).toISOString()}::timestamptz, ${after?.deliveryId ?? "00000000-0000-0000-0000-000000000000"}::uuid))
    ORDER BY due_at, delivery_id LIMIT ${limit}`;
  return rows.map((row) => ({ deliveryId: row.delivery_id, eventId: row.event_id, dueAt: row.due_at }));
}

/**
 * Takes what waits for a subscription out of the queue, at most `limit` rows. What is being sent is left.
 * @param request.deliveryIds only these; null for all
 */
export async function takeOutWaiting(tx: Tx, request: { subscriptionId: string; deliveryIds: string[] | null; limit: number }): Promise<{ deliveryId: string; eventId: string }[]> {
  const { subscriptionId, deliveryIds, limit } = request;
  const rows = await tx.$queryRaw<{ delivery_id: string; event_id: string }[]>`
    DELETE FROM queue q USING (
      SELECT delivery_id FROM queue
      WHERE subscription_id = ${subscriptionId}::uuid AND (${deliveryIds === null} OR delivery_id = ANY(${deliveryIds ?? []}::uuid[]))
        AND (lease_until IS NULL OR lease_until <= now())
      ORDER BY delivery_id LIMIT ${limit} FOR UPDATE SKIP LOCKED) AS x
    WHERE q.delivery_id = x.delivery_id RETURNING q.delivery_id::text, q.event_id::text`;
  return rows.map((row) => ({ deliveryId: row.delivery_id, eventId: row.event_id }));
}
