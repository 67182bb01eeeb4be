import { showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";

export interface RunOptions {
  subscriptions: { id: string; name: string; url: string; status: string }[];
  products: { id: string; name: string }[];
}

/** What a scenario may be sent to, and what it may be about. */
export async function listRunOptions({ ctx }: { ctx: Ctx }): Promise<RunOptions> {
  const { db, workspaceId } = ctx;
  const subscriptions = await db.subscription.findMany({ where: { workspaceId, deletedAt: null }, select: { id: true, name: true, url: true, status: true }, orderBy: { name: "asc" } });
  const products = await db.product.findMany({ where: { workspaceId, archivedAt: null }, select: { id: true, name: true }, orderBy: { name: "asc" }, take: 500 });
  return {
    subscriptions: subscriptions.map((row) => ({ ...row, id: showId("subscription", row.id) })),
    products: products.map((row) => ({ ...row, id: showId("product", row.id) })),
  };
}
