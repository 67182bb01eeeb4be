import type { Tx } from "@/lib/db/client";

/** What is outstanding for a delivery. */
export interface QueueState {
  dueAt: Date;
  isSending: boolean;
  trigger: string;
  requestedBy: string | null;
}

/** The queue's state of deliveries, by their id; those with nothing outstanding are missing. */
export async function readQueueStates(tx: Tx, deliveryIds: string[]): Promise<Map<string, QueueState>> {
  if (deliveryIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ delivery_id: string; due_at: Date; is_sending: boolean; trigger: string; requested_by: string | null }[]>`
    SELECT delivery_id::text, due_at, coalesce(lease_until > now(), false) AS is_sending, trigger, requested_by
    FROM queue WHERE delivery_id = ANY(${deliveryIds}::uuid[])`;
  return new Map(rows.map((row) => [row.delivery_id, { dueAt: row.due_at, isSending: row.is_sending, trigger: row.trigger, requestedBy: row.requested_by }]));
}
