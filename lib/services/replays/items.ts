import type { Tx } from "@/lib/db/client";
import type { Replay } from "@/lib/db/generated/client";
import type { ReplayItemState } from "@/lib/domain/replay";

/** A delivery of a replay, by what names it. */
export interface ItemKey {
  eventId: string;
  subscriptionId: string;
}
export interface ItemChange extends ItemKey {
  state: ReplayItemState;
  deliveryId?: string | null;
  statusBefore?: string | null;
  attemptsBefore?: number;
  responseStatus?: number | null;
  failureKind?: string | null;
}

/** How far a replay is, beside its counts. */
export type ReplayProgress = Partial<Pick<Replay, "cursorEventId" | "cursorSubscriptionId" | "isScanned" | "nextSendAt">>;

/** By how much each state's count changes. */
export type CountChanges = Partial<Record<ReplayItemState, number>>;

/** Gives items another state; what a change does not name stays as it is. @returns by how much the counts change */
export async function changeItems(tx: Tx, replayId: string, changes: ItemChange[], now: Date): Promise<CountChanges> {
  if (changes.length === 0) return {};
  const rows = changes.map((change) => ({
    event_id: change.eventId, subscription_id: change.subscriptionId, state: change.state, delivery_id: change.deliveryId ?? null,
    status_before: change.statusBefore ?? null, attempts_before: change.attemptsBefore ?? null, response_status: change.responseStatus ?? null,
    failure_kind: change.failureKind ?? null, is_settled: change.state !== "pending" && change.state !== "queued",
  }));
  const moved = await tx.$queryRaw<{ was: ReplayItemState; state: ReplayItemState }[]>`
    WITH input AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x(event_id uuid, subscription_id uuid, state text, delivery_id uuid,
        status_before text, attempts_before int, response_status int, failure_kind text, is_settled boolean)
    ), old AS MATERIALIZED (
      SELECT i.event_id, i.subscription_id, i.state FROM replay_items i JOIN input USING (event_id, subscription_id) WHERE i.replay_id = ${replayId}::uuid
    )
    UPDATE replay_items i SET state = n.state, delivery_id = coalesce(n.delivery_id, i.delivery_id), status_before = coalesce(n.status_before, i.status_before),
      attempts_before = coalesce(n.attempts_before, i.attempts_before), response_status = n.response_status, failure_kind = n.failure_kind,
      settled_at = CASE WHEN n.is_settled THEN ${now.toISOString()}::timestamptz END
    FROM input n JOIN old o USING (event_id, subscription_id)
    WHERE i.replay_id = ${replayId}::uuid AND i.event_id = n.event_id AND i.subscription_id = n.subscription_id
    RETURNING o.state AS was, i.state`;
  const counts: CountChanges = {};
  for (const { was, state } of moved) {
    counts[was] = (counts[was] ?? 0) - 1;
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

/** Adds changes up. */
export function sumCounts(...changes: CountChanges[]): CountChanges {
  const sum: CountChanges = {};
  for (const change of changes) for (const [state, count] of Object.entries(change) as [ReplayItemState, number][]) sum[state] = (sum[state] ?? 0) + count;
  return sum;
}

/** The changes as an update of the replay's row. */
export function countUpdate(changes: CountChanges) {
  return {
    pendingCount: { increment: changes.pending ?? 0 }, queuedCount: { increment: changes.queued ?? 0 }, retryingCount: { increment: changes.retrying ?? 0 },
    deliveredCount: { increment: changes.delivered ?? 0 }, failedCount: { increment: changes.failed ?? 0 }, skippedCount: { increment: changes.skipped ?? 0 },
    cancelledCount: { increment: changes.cancelled ?? 0 },
  };
}
