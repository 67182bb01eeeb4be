import { showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";

export interface SubscriptionItem {
  id: string;
  name: string;
  url: string;
  status: string;
  allProducts: boolean;
  products: string[];
  allEventTypes: boolean;
  eventTypes: string[];
  /** Deliveries of the last 24 hours, by how they stand. */
  delivered: number;
  failed: number;
  /** All that waits, however old. */
  waiting: number;
}

/** The workspace's subscriptions, oldest first, with how they go. */
export async function listSubscriptions({ ctx }: { ctx: Ctx }): Promise<SubscriptionItem[]> {
  const rows = await ctx.db.subscription.findMany({
    where: { workspaceId: ctx.workspaceId, deletedAt: null },
    include: { products: { include: { product: { select: { name: true } } } } },
    orderBy: { id: "asc" },
  });
  const since = new Date(ctx.now().getTime() - 86_400_000);
  const counts = await ctx.db.$queryRaw<{ id: string; delivered: number; failed: number; waiting: number }[]>`
    SELECT subscription_id::text AS id,
      coalesce(sum(count) FILTER (WHERE outcome = 'delivered' AND hour >= ${since}), 0)::int AS delivered,
      coalesce(sum(count) FILTER (WHERE outcome = 'failed' AND hour >= ${since}), 0)::int AS failed,
      coalesce(sum(count) FILTER (WHERE outcome = 'waiting'), 0)::int AS waiting
    FROM hourly_counts WHERE workspace_id = ${ctx.workspaceId}::uuid AND subscription_id = ANY(${rows.map((row) => row.id)}::uuid[]) GROUP BY 1`;
  const byId = new Map(counts.map((row) => [row.id, row]));
  return rows.map((row) => ({
    id: showId("subscription", row.id),
    name: row.name,
    url: row.url,
    status: row.status,
    allProducts: row.allProducts,
    products: row.products.map(({ product }) => product.name),
    allEventTypes: row.allEventTypes,
    eventTypes: row.eventTypes,
    delivered: byId.get(row.id)?.delivered ?? 0,
    failed: byId.get(row.id)?.failed ?? 0,
    waiting: byId.get(row.id)?.waiting ?? 0,
  }));
}
