import { showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { listSeenTypes } from "./list-seen-types";

export interface FilterOptions {
  products: { id: string; name: string }[];
  subscriptions: { id: string; name: string; status: string; isDeleted: boolean }[];
  /** Those that occur in the history. */
  eventTypes: string[];
}

/** What the list of events can be narrowed to. */
export async function listFilterOptions({ ctx }: { ctx: Ctx }): Promise<FilterOptions> {
  const { db, workspaceId } = ctx;
  const [products, subscriptions, eventTypes] = await Promise.all([
    db.product.findMany({ where: { workspaceId }, select: { id: true, name: true }, orderBy: { name: "asc" } }),
    db.subscription.findMany({ where: { workspaceId }, select: { id: true, name: true, status: true, deletedAt: true }, orderBy: { name: "asc" } }),
    listSeenTypes({ ctx }),
  ]);
  return {
    products: products.map((product) => ({ id: showId("product", product.id), name: product.name })),
    subscriptions: subscriptions.map((s) => ({ id: showId("subscription", s.id), name: s.name, status: s.status, isDeleted: s.deletedAt !== null })),
    eventTypes,
  };
}
