import { NIL_UUID, readId, uuidFloor, uuidTime } from "@/lib/domain/ids";
import { historyStart } from "@/lib/domain/retention";
import type { Ctx } from "@/lib/services/context";
import type { Product } from "./read";

/** A product with what came for it within the 60 days of history; tests do not count. */
export type ProductWithActivity = Product & { eventCount: number; lastEventAt: Date | null };

const HOUR_MS = 3_600_000;

/** Adds to each product its last event and how many there were. */
export async function withActivity(ctx: Ctx, products: Product[]): Promise<ProductWithActivity[]> {
  const ids = products.map((product) => readId("product", product.id)!);
  if (ids.length === 0) return [];
  const since = historyStart(ctx.now());
  const counts = await ctx.db.$queryRaw<{ id: string; count: number; hour: Date }[]>`
    SELECT product_id::text AS id, sum(count)::int AS count, max(hour) AS hour FROM hourly_counts
    WHERE workspace_id = ${ctx.workspaceId}::uuid AND hour >= ${since} AND subscription_id = ${NIL_UUID}::uuid AND outcome = 'received'
      AND NOT is_test AND product_id = ANY(${ids}::uuid[]) AND count > 0
    GROUP BY product_id`;
  // In the hour where it must be: looked for through all 60 days, what a product never or rarely had is long sought.
  const lasts = await ctx.db.$queryRaw<{ id: string; event: string | null }[]>`
    SELECT p.id::text AS id, (
      SELECT e.id::text FROM events e
      WHERE e.workspace_id = ${ctx.workspaceId}::uuid AND e.product_id = p.id AND e.id >= p.first AND e.id < p.after AND NOT e.is_test
      ORDER BY e.id DESC LIMIT 1) AS event
    FROM unnest(${counts.map((row) => row.id)}::uuid[], ${counts.map((row) => uuidFloor(row.hour))}::uuid[], ${counts.map((row) => uuidFloor(row.hour.getTime() + HOUR_MS))}::uuid[]) AS p(id, first, after)`;
  const countOf = new Map(counts.map((row) => [row.id, row.count]));
  const lastOf = new Map(lasts.map((row) => [row.id, row.event]));
  return products.map((product, index) => {
    const last = lastOf.get(ids[index]!);
    return { ...product, eventCount: countOf.get(ids[index]!) ?? 0, lastEventAt: last ? uuidTime(last) : null };
  });
}
