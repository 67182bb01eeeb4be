import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import { SUBSCRIPTION_STATUSES } from "@/lib/domain/subscription";
import { wakeWorkers } from "@/lib/queue/wake";
import type { Call } from "@/lib/services/context";
import { findOwnedSubscription, lockOwnedSubscription, showSubscription, type SubscriptionDetail } from "./read";
import { beginAnew } from "./probe-now";
import { recordChange } from "./record-change";

export const SetSubscriptionStatusInput = z.object({ id: idSchema("subscription"), status: z.enum(SUBSCRIPTION_STATUSES) });
export type SetSubscriptionStatusInput = z.input<typeof SetSubscriptionStatusInput>;

/** Pauses (holds its deliveries), disables (makes no more) or resumes (lets go what was held) a subscription. What it is already, it stays, with the time and name of then. */
export async function setSubscriptionStatus({ ctx, input }: Call<SetSubscriptionStatusInput>): Promise<SubscriptionDetail> {
  const { id, status } = SetSubscriptionStatusInput.parse(input);
  return ctx.db.$transaction(async (tx) => {
    const was = await lockOwnedSubscription(ctx, id, tx);
    if (was.status === status) return showSubscription(ctx.secretKey, was);
    const now = ctx.now();
    await tx.subscription.update({ where: { id }, data: { status, statusChangedAt: now, statusChangedBy: ctx.actor.name, statusReason: "person", updatedAt: now } });
    const kind = status === "active" ? (was.status === "paused" ? "resumed" : "enabled") : status;
    await recordChange(ctx, tx, { subscriptionId: id, kind });
    if (status === "active") await beginAnew(tx, id);
    await wakeWorkers(tx);
    return showSubscription(ctx.secretKey, await findOwnedSubscription(ctx, id, tx));
  });
}
