import { showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { readLastDays, type LastDayOfSubscription } from "./last-day";
import { readLastDeliveries, type LastDelivery } from "./last-delivery";
import { showSubscription, type SubscriptionDetail, WITH_PRODUCTS } from "./read";

export interface SubscriptionItem extends SubscriptionDetail {
  lastDelivery: LastDelivery | null;
  lastDay: LastDayOfSubscription;
  /** All that waits or is held, however old. */
  waiting: number;
}

/** The workspace's subscriptions, oldest first, with how they go. */
export async function listSubscriptions({ ctx }: { ctx: Ctx }): Promise<SubscriptionItem[]> {
  const rows = await ctx.db.subscription.findMany({ where: { workspaceId: ctx.workspaceId, deletedAt: null }, include: WITH_PRODUCTS, orderBy: { id: "asc" } });
  const ids = rows.map((row) => row.id);
  const [days, deliveries] = await Promise.all([readLastDays(ctx, ids), readLastDeliveries(ctx, ids)]);
  return rows.map((row) => {
    const { waiting, ...lastDay } = days(row.id);
    return { ...showSubscription(ctx.secretKey, row), lastDelivery: deliveries.get(showId("subscription", row.id)) ?? null, lastDay, waiting };
  });
}
