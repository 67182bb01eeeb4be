import type { Tx } from "@/lib/db/client";

export interface ReplayEntry {
  deliveryId: string;
  eventId: string;
  subscriptionId: string;
  /** Attempts of the schedule taken as made: all of them when nothing is to follow. A row that waits keeps its own. */
  scheduleStep: number;
}

/**
 * Makes many deliveries due at once, as attempts of a replay. A row that waits is brought forward; without one, a row is made.
 * What is being sent, or was asked for by somebody else, is left as it is. Queue rows are locked in the order of their ids.
 * @returns the ids of the deliveries that this call made due
 */
export async function enqueueReplay(tx: Tx, workspaceId: string, entries: ReplayEntry[], requestedBy: string): Promise<Set<string>> {
  if (entries.length === 0) return new Set();
  const input = entries.map((entry) => ({ delivery_id: entry.deliveryId, event_id: entry.eventId, subscription_id: entry.subscriptionId, schedule_step: entry.scheduleStep }));
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH input AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(input)}::json) AS x(delivery_id uuid, event_id uuid, subscription_id uuid, schedule_step int)
    ), present AS MATERIALIZED (
      SELECT q.delivery_id FROM queue q WHERE q.delivery_id IN (SELECT delivery_id FROM input) ORDER BY q.delivery_id FOR UPDATE
    ), brought AS (
      UPDATE queue q SET resume_due_at = q.due_at, due_at = now(), trigger = 'replay', requested_by = ${requestedBy},
        lease_until = NULL, claim_id = NULL, worker_id = NULL
      FROM present p WHERE q.delivery_id = p.delivery_id AND (q.lease_until IS NULL OR q.lease_until <= now()) AND q.trigger NOT IN ('resend', 'test', 'replay')
      RETURNING q.delivery_id
    ), made AS (
      INSERT INTO queue (delivery_id, event_id, subscription_id, workspace_id, schedule_step, trigger, requested_by, due_at)
      SELECT i.delivery_id, i.event_id, i.subscription_id, ${workspaceId}::uuid, i.schedule_step, 'replay', ${requestedBy}, now()
      FROM input i WHERE i.delivery_id NOT IN (SELECT delivery_id FROM present) ORDER BY i.delivery_id
      ON CONFLICT DO NOTHING RETURNING delivery_id
    )
    SELECT delivery_id::text AS id FROM brought UNION ALL SELECT delivery_id::text FROM made`;
  await tx.$queryRaw`SELECT pg_notify('aviso_queue', '')::text`;
  return new Set(rows.map((row) => row.id));
}

/**
 * Takes replayed deliveries that are not being sent out of the queue again; one that was brought forward waits as before.
 * @returns the ids of those that are no longer due by the replay
 */
export async function withdrawReplay(tx: Tx, deliveryIds: string[]): Promise<{ removed: string[]; restored: string[] }> {
  if (deliveryIds.length === 0) return { removed: [], restored: [] };
  const rows = await tx.$queryRaw<{ id: string; is_restored: boolean }[]>`
    WITH idle AS MATERIALIZED (
      SELECT delivery_id, resume_due_at FROM queue
      WHERE delivery_id = ANY(${deliveryIds}::uuid[]) AND trigger = 'replay' AND (lease_until IS NULL OR lease_until <= now())
      ORDER BY delivery_id FOR UPDATE
    ), restored AS (
      UPDATE queue q SET due_at = i.resume_due_at, resume_due_at = NULL, trigger = 'retry', requested_by = NULL, lease_until = NULL, claim_id = NULL, worker_id = NULL
      FROM idle i WHERE q.delivery_id = i.delivery_id AND i.resume_due_at IS NOT NULL RETURNING q.delivery_id
    ), removed AS (
      DELETE FROM queue q USING idle i WHERE q.delivery_id = i.delivery_id AND i.resume_due_at IS NULL RETURNING q.delivery_id
    )
    SELECT delivery_id::text AS id, true AS is_restored FROM restored UNION ALL SELECT delivery_id::text, false FROM removed`;
  return { removed: rows.filter((row) => !row.is_restored).map((row) => row.id), restored: rows.filter((row) => row.is_restored).map((row) => row.id) };
}
