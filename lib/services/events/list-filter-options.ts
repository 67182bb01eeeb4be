import { showId, uuidFloor } from "@/lib/domain/ids";
import { historyStart } from "@/lib/domain/retention";
import type { Ctx } from "@/lib/services/context";

export interface FilterOptions {
  products: { id: string; name: string }[];
  subscriptions: { id: string; name: string; status: string; isDeleted: boolean }[];
  /** Those that occur in the history. */
  eventTypes: string[];
  hasEvents: boolean;
}

/** What the list of events can be narrowed to. */
export async function listFilterOptions({ ctx }: { ctx: Ctx }): Promise<FilterOptions> {
  const { db, workspaceId } = ctx;
  const since = historyStart(ctx.now());
  const products = await db.product.findMany({ where: { workspaceId }, select: { id: true, name: true }, orderBy: { name: "asc" } });
  const subscriptions = await db.subscription.findMany({ where: { workspaceId }, select: { id: true, name: true, status: true, deletedAt: true }, orderBy: { name: "asc" } });
  const types = await db.hourlyCount.groupBy({ by: ["eventType"], where: { workspaceId, outcome: "received", hour: { gte: since } }, orderBy: { eventType: "asc" } });
  const any = await db.event.findFirst({ where: { workspaceId, id: { gte: uuidFloor(since) } }, select: { id: true } });
  return {
    products: products.map((product) => ({ id: showId("product", product.id), name: product.name })),
    subscriptions: subscriptions.map((s) => ({ id: showId("subscription", s.id), name: s.name, status: s.status, isDeleted: s.deletedAt !== null })),
    eventTypes: types.map((type) => type.eventType),
    hasEvents: any !== null,
  };
}
