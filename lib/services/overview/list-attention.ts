import { showId, uuidFloor, uuidTime } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";

export interface AttentionItem {
  subscription: { id: string; name: string; url: string };
  /** paused and disabled: as someone, or the receiver, left it. failing: active, with failures in the last 24 hours. */
  reason: "failing" | "paused" | "disabled";
  since: Date;
  by: string | null;
  /** Given up in the last 24 hours. */
  failed: number;
  /** All that waits or is held, however old. */
  waiting: number;
  lastFailure: { eventId: string; at: Date; responseStatus: number | null; kind: string } | null;
}

interface Row {
  id: string;
  name: string;
  url: string;
  status: string;
  since: Date;
  by: string | null;
  failed: number;
  waiting: number;
  event_id: string | null;
  last_attempt_at: Date | null;
  last_response_status: number | null;
  last_failure_kind: string | null;
}

const DAY_MS = 86_400_000;

/** Subscriptions that a person should look at: failing ones first, then those that were switched off. */
export async function listAttention({ ctx }: { ctx: Ctx }): Promise<AttentionItem[]> {
  const since = new Date(ctx.now().getTime() - DAY_MS);
  const rows = await ctx.db.$queryRaw<Row[]>`
    WITH counts AS (
      SELECT subscription_id, coalesce(sum(count) FILTER (WHERE outcome = 'failed' AND hour >= ${since.toISOString()}::timestamptz), 0)::int AS failed,
        coalesce(sum(count) FILTER (WHERE outcome = 'waiting'), 0)::int AS waiting
      FROM hourly_counts WHERE workspace_id = ${ctx.workspaceId}::uuid AND outcome IN ('failed', 'waiting') GROUP BY 1)
    SELECT s.id::text, s.name, s.url, s.status, s.status_changed_at AS since, s.status_changed_by AS by,
      greatest(0, coalesce(c.failed, 0)) AS failed, greatest(0, coalesce(c.waiting, 0)) AS waiting,
      f.event_id::text, f.last_attempt_at, f.last_response_status, f.last_failure_kind
    FROM subscriptions s
    LEFT JOIN counts c ON c.subscription_id = s.id
    LEFT JOIN LATERAL (
      SELECT d.event_id, d.last_attempt_at, d.last_response_status, d.last_failure_kind FROM deliveries d
      WHERE (c.failed > 0 OR c.waiting > 0) AND d.workspace_id = s.workspace_id AND d.subscription_id = s.id AND d.status IN ('failed', 'waiting')
        AND d.event_id >= ${uuidFloor(since)}::uuid AND d.last_failure_kind IS NOT NULL
      ORDER BY d.event_id DESC LIMIT 1) f ON s.status = 'active'
    WHERE s.workspace_id = ${ctx.workspaceId}::uuid AND s.deleted_at IS NULL AND (s.status <> 'active' OR f.event_id IS NOT NULL)
    ORDER BY (s.status = 'active') DESC, coalesce(f.last_attempt_at, s.status_changed_at) DESC`;
  return rows.map((row) => ({
    subscription: { id: showId("subscription", row.id), name: row.name, url: row.url },
    reason: row.status === "active" ? "failing" : (row.status as "paused" | "disabled"),
    since: row.since,
    by: row.by,
    failed: row.failed,
    waiting: row.waiting,
    lastFailure: row.event_id && row.last_failure_kind
      ? { eventId: showId("event", row.event_id), at: row.last_attempt_at ?? uuidTime(row.event_id), responseStatus: row.last_response_status, kind: row.last_failure_kind }
      : null,
  }));
}
