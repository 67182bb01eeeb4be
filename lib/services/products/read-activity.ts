import { NIL_UUID, readId, uuidFloor, uuidTime } from "@/lib/domain/ids";
import { historyStart } from "@/lib/domain/retention";
import type { Ctx } from "@/lib/services/context";
import { DAYS } from "@/lib/services/counts";
import type { Product } from "./read";

/** A product with what came for it within the 60 days of history; tests do not count. */
export type ProductWithActivity = Product & { eventCount: number; lastEventAt: Date | null };

const DAY_MS = 86_400_000;

/** Adds to each product its last event and how many there were. */
export async function withActivity(ctx: Ctx, products: Product[]): Promise<ProductWithActivity[]> {
  const ids = products.map((product) => readId("product", product.id)!);
  if (ids.length === 0) return [];
  const since = historyStart(ctx.now());
  const counts = await ctx.db.$queryRaw<{ id: string; count: number; at: Date }[]>`
    SELECT product_id::text AS id, sum(count)::int AS count, max(${DAYS.at}) FILTER (WHERE count > 0) AS at FROM ${DAYS.table} AS counted
    WHERE workspace_id = ${ctx.workspaceId}::uuid AND ${DAYS.at} >= ${since} AND subscription_id = ${NIL_UUID}::uuid AND outcome = 'received'
      AND NOT is_test AND product_id = ANY(${ids}::uuid[])
    GROUP BY counted.product_id HAVING sum(count) > 0`;
  // Within a day of where it must be: looked for through all 60 days, what a product never or rarely had is long sought.
  const lasts = await ctx.db.$queryRaw<{ id: string; event: string | null }[]>`
    SELECT p.id::text AS id, (
      SELECT e.id::text FROM events e
      WHERE e.workspace_id = ${ctx.workspaceId}::uuid AND e.product_id = p.id AND e.id >= p.first AND e.id < p.after AND NOT e.is_test
      ORDER BY e.id DESC LIMIT 1) AS event
    FROM unnest(${counts.map((row) => row.id)}::uuid[], ${counts.map((row) => uuidFloor(row.at))}::uuid[], ${counts.map((row) => uuidFloor(row.at.getTime() + DAY_MS))}::uuid[]) AS p(id, first, after)`;
  const countOf = new Map(counts.map((row) => [row.id, row.count]));
  const lastOf = new Map(lasts.map((row) => [row.id, row.event]));
  return products.map((product, index) => {
    const last = lastOf.get(ids[index]!);
    return { ...product, eventCount: countOf.get(ids[index]!) ?? 0, lastEventAt: last ? uuidTime(last) : null };
  });
}
