import type { Ctx } from "@/lib/services/context";

export interface LastDay {
  received: number;
  delivered: number;
  failed: number;
  /** All that waits, however old. */
  waiting: number;
}

/** What happened in the last 24 hours (by whole hours), tests left out, from the roll-ups. */
export async function summariseLastDay({ ctx }: { ctx: Ctx }): Promise<LastDay> {
  const since = new Date(ctx.now().getTime() - 86_400_000);
  // What waits is looked for in the index that holds it alone; all else in a day's hours.
  const rows = await ctx.db.$queryRaw<{ outcome: "received" | "delivered" | "failed" | "waiting"; count: number }[]>`
    SELECT outcome, sum(count)::int AS count FROM hourly_counts
    WHERE workspace_id = ${ctx.workspaceId}::uuid AND hour >= ${since} AND outcome IN ('received', 'delivered', 'failed') AND NOT is_test GROUP BY 1
    UNION ALL
    SELECT 'waiting', coalesce(sum(count), 0)::int FROM hourly_counts WHERE workspace_id = ${ctx.workspaceId}::uuid AND outcome = 'waiting' AND NOT is_test`;
  return { received: 0, delivered: 0, failed: 0, waiting: 0, ...Object.fromEntries(rows.map((row) => [row.outcome, row.count])) };
}
