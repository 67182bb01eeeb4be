import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import { takeOutWaiting } from "@/lib/queue/list-waiting";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { changeDeliveryStatuses } from "@/lib/services/deliveries/change-status";
import { findOwnedSubscription } from "@/lib/services/subscriptions/read";

export const SkipWaitingInput = z.object({ subscriptionId: idSchema("subscription"), deliveryIds: z.array(idSchema("delivery")).min(1).max(1_000).optional() });
export type SkipWaitingInput = z.input<typeof SkipWaitingInput>;

const BATCH = 2_000;

/** Cancels what waits for a subscription, all of it or what was picked. It can be sent later all the same, by hand or by a replay. */
export async function skipWaiting({ ctx, input }: Call<SkipWaitingInput>): Promise<{ skipped: number }> {
  const { subscriptionId, deliveryIds } = SkipWaitingInput.parse(input);
  const { name } = await findOwnedSubscription(ctx, subscriptionId);
  let skipped = 0;
  for (;;) {
    const batch = await ctx.db.$transaction(async (tx) => {
      const taken = await takeOutWaiting(tx, { subscriptionId, deliveryIds: deliveryIds ?? null, limit: BATCH });
      const cancelled = await changeDeliveryStatuses(tx, taken.map((one) => ({ ...one, status: "cancelled" })));
      if (cancelled > 0) await recordAudit(tx, ctx, { action: "held.skipped", target: { kind: "subscription", id: subscriptionId, name }, after: { count: cancelled } });
      return { taken: taken.length, cancelled };
    }, { timeout: 30_000, maxWait: 10_000 });
    skipped += batch.cancelled;
    if (batch.taken < BATCH) return { skipped };
  }
}
