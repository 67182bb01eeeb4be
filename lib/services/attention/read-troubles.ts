import { uuidFloor } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";

const DAY_MS = 86_400_000;

interface Trouble {
  subscription_id: string;
  last_failure_kind: string;
  last_response_status: number | null;
  failed: number;
  waiting: number;
  first_event: string;
  last_event: string;
  last_at: Date | null;
}

/** Deliveries that failed and were not repaired, from an event id on, by subscription and cause. Tests are left out. */
export function readTroubles(ctx: Ctx, from: string): Promise<Trouble[]> {
  // Days are made two weeks ahead: without an end they are all planned for.
  const until = uuidFloor(ctx.now().getTime() + DAY_MS);
  // The condition is that of the index deliveries_troubled_idx, which holds these rows alone.
  return ctx.db.$queryRaw<Trouble[]>`
    SELECT subscription_id::text, last_failure_kind, last_response_status, count(*) FILTER (WHERE status = 'failed')::int AS failed,
      count(*) FILTER (WHERE status = 'waiting')::int AS waiting, min(event_id::text) AS first_event, max(event_id::text) AS last_event, max(last_attempt_at) AS last_at
    FROM deliveries
    WHERE workspace_id = ${ctx.workspaceId}::uuid AND event_id >= ${from}::uuid AND event_id < ${until}::uuid AND status IN ('failed', 'waiting') AND last_failure_kind IS NOT NULL AND NOT is_test
    GROUP BY 1, 2, 3`;
}

/** How many deliveries wait, however old, by subscription; from the roll-ups. */
export async function readWaiting(ctx: Ctx): Promise<Map<string, number>> {
  const rows = await ctx.db.hourlyCount.groupBy({ by: ["subscriptionId"], where: { workspaceId: ctx.workspaceId, outcome: "waiting" }, _sum: { count: true } });
  return new Map(rows.map((row) => [row.subscriptionId, Math.max(0, Number(row._sum.count))]));
}
