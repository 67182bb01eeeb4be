import type { Tx } from "@/lib/db/client";
import { NIL_UUID, uuidDays, uuidHour } from "@/lib/domain/ids";

export interface StatusChange {
  deliveryId: string;
  eventId: string;
  status: "waiting" | "failed" | "cancelled";
}
interface Counted {
  workspaceId: string;
  eventId: string;
  subscriptionId: string;
  productId: string | null;
  eventType: string;
  isTest: boolean;
  outcome: string;
  change: number;
}

/**
 * Gives deliveries another status, in the charts too. A delivered one stays delivered, and only what waits can be cancelled.
 * Lock their queue rows first, as workers do.
 * @returns how many have another status now
 */
export async function changeDeliveryStatuses(tx: Tx, changes: StatusChange[]): Promise<number> {
  if (changes.length === 0) return 0;
  const days = uuidDays(changes.map((change) => change.eventId));
  const input = changes.map((change) => ({ id: change.deliveryId, event_id: change.eventId, status: change.status }));
  const rows = await tx.$queryRaw<{ workspace_id: string; event_id: string; subscription_id: string; product_id: string | null; event_type: string; is_test: boolean; was: string; status: string }[]>`
    WITH input AS (SELECT * FROM json_to_recordset(${JSON.stringify(input)}::json) AS x(id uuid, event_id uuid, status text)),
    old AS MATERIALIZED (
      SELECT d.event_id, d.id, d.status AS was, i.status FROM deliveries d JOIN input i ON i.event_id = d.event_id AND i.id = d.id
      WHERE d.event_id BETWEEN ${days.from}::uuid AND ${days.to}::uuid
      ORDER BY d.id FOR UPDATE OF d)
    UPDATE deliveries d SET status = CASE WHEN d.status = 'delivered' OR (old.status = 'cancelled' AND d.status <> 'waiting') THEN d.status ELSE old.status END,
      next_attempt_at = CASE WHEN old.status = 'waiting' THEN now() END
    FROM old WHERE d.event_id = old.event_id AND d.id = old.id AND d.event_id BETWEEN ${days.from}::uuid AND ${days.to}::uuid
    RETURNING d.workspace_id::text, d.event_id::text, d.subscription_id::text, d.product_id::text, d.event_type, d.is_test, old.was, d.status`;
  const moved = rows.filter((row) => row.was !== row.status);
  const counted = (row: (typeof rows)[number], outcome: string, change: number): Counted => ({
    workspaceId: row.workspace_id, eventId: row.event_id, subscriptionId: row.subscription_id, productId: row.product_id, eventType: row.event_type, isTest: row.is_test, outcome, change,
  });
  await addDeliveryCounts(tx, moved.flatMap((row) => [counted(row, row.was, -1), counted(row, row.status, 1)]));
  return moved.length;
}

/** Adds to the roll-ups, in the order of their key, as everyone who counts does, so that two cannot wait for each other. */
export async function addDeliveryCounts(tx: Tx, counts: Counted[]): Promise<void> {
  if (counts.length === 0) return;
  const rows = counts.map((count) => ({
    workspace_id: count.workspaceId,
    hour: uuidHour(count.eventId).toISOString(),
    subscription_id: count.subscriptionId, product_id: count.productId ?? NIL_UUID, event_type: count.eventType, is_test: count.isTest, outcome: count.outcome, change: count.change,
  }));
  await tx.$executeRaw`
    INSERT INTO hourly_counts (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome, count)
    SELECT x.workspace_id, x.hour, x.subscription_id, x.product_id, x.event_type, x.is_test, x.outcome, sum(x.change)::bigint
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x(
      workspace_id uuid, hour timestamptz, subscription_id uuid, product_id uuid, event_type text, is_test boolean, outcome text, change int)
    GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(x.change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome)
    DO UPDATE SET count = hourly_counts.count + EXCLUDED.count`;
}
