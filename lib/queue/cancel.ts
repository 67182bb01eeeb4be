import type { Tx } from "@/lib/db/client";

/** A delivery that was taken out of the queue. */
export interface TakenOut {
  deliveryId: string;
  eventId: string;
}

/**
 * Takes out what waits for deleted subscriptions, at most `limit` rows. What is being sent right now is left: its result
 * is recorded as what it was, and should it be rescheduled, the next call finds it.
 * @param subscriptionId only this one; without it, all that were deleted
 */
export async function takeOutDeleted(tx: Tx, { subscriptionId = null, limit }: { subscriptionId?: string | null; limit: number }): Promise<TakenOut[]> {
  const rows = await tx.$queryRaw<{ delivery_id: string; event_id: string }[]>`
    DELETE FROM queue q USING (
      SELECT w.delivery_id FROM subscriptions s JOIN queue w ON w.subscription_id = s.id
      WHERE s.deleted_at IS NOT NULL AND (${subscriptionId}::uuid IS NULL OR s.id = ${subscriptionId}::uuid) AND (w.lease_until IS NULL OR w.lease_until <= now())
      ORDER BY w.delivery_id LIMIT ${limit} FOR UPDATE OF w SKIP LOCKED) AS x
    WHERE q.delivery_id = x.delivery_id RETURNING q.delivery_id::text, q.event_id::text`;
  return rows.map((row) => ({ deliveryId: row.delivery_id, eventId: row.event_id }));
}
