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
  const rows = await ctx.db.$queryRaw<{ outcome: string; recent: number; total: number }[]>`
    SELECT outcome, coalesce(sum(count) FILTER (WHERE hour >= ${since}), 0)::int AS recent, sum(count)::int AS total
    FROM hourly_counts WHERE workspace_id = ${ctx.workspaceId}::uuid AND NOT is_test GROUP BY 1`;
  const of = (outcome: string) => rows.find((row) => row.outcome === outcome);
  return { received: of("received")?.recent ?? 0, delivered: of("delivered")?.recent ?? 0, failed: of("failed")?.recent ?? 0, waiting: of("waiting")?.total ?? 0 };
}
