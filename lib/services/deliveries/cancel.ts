import type { Tx } from "@/lib/db/client";
import { NIL_UUID, uuidTime } from "@/lib/domain/ids";

const HOUR_MS = 3_600_000;

interface Cancelled {
  workspace_id: string;
  event_id: string;
  subscription_id: string;
  product_id: string | null;
  event_type: string;
  is_test: boolean;
}

/**
 * Says of deliveries that were just taken out of the queue that nothing more comes: those that waited are cancelled, in
 * the charts too; the others (a resend of something delivered) stay what they were.
 * @returns how many were cancelled
 */
export async function cancelDeliveries(tx: Tx, taken: { deliveryId: string; eventId: string }[]): Promise<number> {
  if (taken.length === 0) return 0;
  const eventIds = taken.map(({ eventId }) => eventId).sort();
  // The two bounds let Postgres leave out the days in which none of them lies.
  const cancelled = await tx.$queryRaw<Cancelled[]>`
    WITH old AS (
      SELECT d.event_id, d.id, d.status FROM deliveries d
      WHERE d.id = ANY(${taken.map(({ deliveryId }) => deliveryId)}::uuid[]) AND d.event_id = ANY(${eventIds}::uuid[])
        AND d.event_id BETWEEN ${eventIds[0]}::uuid AND ${eventIds.at(-1)}::uuid FOR UPDATE
    ), changed AS (
      UPDATE deliveries d SET next_attempt_at = NULL, status = CASE WHEN old.status = 'waiting' THEN 'cancelled' ELSE old.status END
      FROM old WHERE d.event_id = old.event_id AND d.id = old.id AND d.event_id BETWEEN ${eventIds[0]}::uuid AND ${eventIds.at(-1)}::uuid
      RETURNING old.status AS was, d.workspace_id::text, d.event_id::text, d.subscription_id::text, d.product_id::text, d.event_type, d.is_test
    )
    SELECT workspace_id, event_id, subscription_id, product_id, event_type, is_test FROM changed WHERE was = 'waiting'`;
  await moveCounts(tx, cancelled);
  return cancelled.length;
}

/** In the order of the key, as everyone who counts does, so that two cannot wait for each other. */
async function moveCounts(tx: Tx, cancelled: Cancelled[]): Promise<void> {
  if (cancelled.length === 0) return;
  const rows = cancelled.map(({ event_id, product_id, ...rest }) => ({
    ...rest,
    product_id: product_id ?? NIL_UUID,
    hour: new Date(Math.floor(uuidTime(event_id).getTime() / HOUR_MS) * HOUR_MS),
  }));
  await tx.$executeRaw`
    INSERT INTO hourly_counts (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome, count)
    SELECT x.workspace_id, x.hour, x.subscription_id, x.product_id, x.event_type, x.is_test, o.outcome, sum(o.change)
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x(workspace_id uuid, hour timestamptz, subscription_id uuid, product_id uuid, event_type text, is_test boolean)
    CROSS JOIN (VALUES ('waiting', -1), ('cancelled', 1)) AS o(outcome, change)
    GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome)
    DO UPDATE SET count = hourly_counts.count + EXCLUDED.count`;
}
