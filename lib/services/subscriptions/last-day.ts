import type { Ctx } from "@/lib/services/context";

export interface LastDayOfSubscription {
  /** Deliveries of the last 24 hours (by whole hours), by how they stand now. */
  delivered: number;
  failed: number;
  /** The same by the hour, oldest first. */
  hours: { delivered: number; failed: number; waiting: number }[];
}

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** How the last 24 hours went for subscriptions (UUIDs), from the roll-ups; `waiting` is all that waits, however old. */
export async function readLastDays(ctx: Ctx, ids: string[]): Promise<(id: string) => LastDayOfSubscription & { waiting: number }> {
  const first = Math.floor(ctx.now().getTime() / HOUR_MS) * HOUR_MS - (HOURS - 1) * HOUR_MS;
  const rows = await ctx.db.$queryRaw<{ id: string; hour: number; delivered: number; failed: number; waiting: number }[]>`
    SELECT subscription_id::text AS id, greatest(-1, floor(extract(epoch FROM hour - ${new Date(first).toISOString()}::timestamptz) / 3600))::int AS hour,
      coalesce(sum(count) FILTER (WHERE outcome = 'delivered'), 0)::int AS delivered,
      coalesce(sum(count) FILTER (WHERE outcome = 'failed'), 0)::int AS failed,
      coalesce(sum(count) FILTER (WHERE outcome = 'waiting'), 0)::int AS waiting
    FROM hourly_counts
    WHERE workspace_id = ${ctx.workspaceId}::uuid AND subscription_id = ANY(${ids}::uuid[])
      AND (outcome = 'waiting' OR (outcome IN ('delivered', 'failed') AND hour >= ${new Date(first).toISOString()}::timestamptz))
    GROUP BY 1, 2`;
  const byId = Map.groupBy(rows, (row) => row.id);
  return (id) => {
    const mine = byId.get(id) ?? [];
    const hours = Array.from({ length: HOURS }, (_, at) => {
      const row = mine.find((one) => one.hour === at);
      return { delivered: Math.max(0, row?.delivered ?? 0), failed: Math.max(0, row?.failed ?? 0), waiting: Math.max(0, row?.waiting ?? 0) };
    });
    const total = (pick: "delivered" | "failed") => hours.reduce((sum, hour) => sum + hour[pick], 0);
    return { delivered: total("delivered"), failed: total("failed"), hours, waiting: Math.max(0, mine.reduce((sum, row) => sum + row.waiting, 0)) };
  };
}
