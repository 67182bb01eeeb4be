import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import { SubscriptionInput, SubscriptionPatch } from "@/lib/domain/subscription";
import type { OutboundPolicy } from "@/lib/outbound/check-url";
import type { Call } from "@/lib/services/context";
import { compareSubscriptions } from "./compare";
import { GetSubscriptionInput } from "./get";
import { findOwnedSubscription, lockOwnedSubscription, showSubscription, type SubscriptionDetail, type SubscriptionRow } from "./read";
import { recordChange } from "./record-change";
import { toInput, toStored } from "./values";

/** What may stand in an update that comes as JSON. */
export const UpdateSubscriptionBody = SubscriptionPatch.extend({
  updatedAtSeen: z.iso.datetime().optional().meta({ description: "The `updatedAt` that you last read: when someone changed it since, the answer is 409" }),
});
const SeenInput = z.object({ updatedAtSeen: z.coerce.date().optional() });
/** With `updatedAtSeen`, the `updatedAt` that the change is based on, someone else's change in between is not written over. */
export type UpdateSubscriptionInput = GetSubscriptionInput & SubscriptionPatch & { updatedAtSeen?: Date | string };

/** Changes what is given and leaves the rest. What already waits goes out by the new settings. @throws AppError `invalid` naming the field, `conflict` */
export async function updateSubscription({ ctx, input, policy }: Call<UpdateSubscriptionInput> & { policy: OutboundPolicy }): Promise<SubscriptionDetail> {
  const { id } = GetSubscriptionInput.parse(input);
  const patch = SubscriptionPatch.parse(input);
  const { updatedAtSeen } = SeenInput.parse(input);
  return ctx.db.$transaction(async (tx) => {
    const was = await lockOwnedSubscription(ctx, id, tx);
    if (updatedAtSeen && updatedAtSeen.getTime() !== was.updatedAt.getTime()) throw await changedMeanwhile(tx, was);
    const values = SubscriptionInput.parse({ ...toInput(ctx.secretKey, was), ...selection(patch), ...patch });
    const { columns, productIds } = await toStored({ ctx, tx, policy, values, was });
    await tx.subscription.update({
      where: { id },
      data: { ...columns, products: { deleteMany: {}, create: productIds.map((productId) => ({ productId })) } },
    });
    const is = await findOwnedSubscription(ctx, id, tx);
    const fields = compareSubscriptions(ctx.secretKey, was, is);
    // What changes nothing must not stand in the way of who has it open.
    if (fields.length === 0) return showSubscription(ctx.secretKey, is);
    const { updatedAt } = await tx.subscription.update({ where: { id }, data: { updatedAt: ctx.now() }, select: { updatedAt: true } });
    await recordChange(ctx, tx, { subscriptionId: id, kind: "updated", fields });
    return showSubscription(ctx.secretKey, { ...is, updatedAt });
  });
}

/** A new list says by itself whether it means all, and how many attempts there are; the stored answer was about the old list. */
function selection(patch: SubscriptionPatch): SubscriptionPatch {
  return {
    ...(patch.productIds ? { allProducts: undefined } : {}),
    ...(patch.eventTypes ? { allEventTypes: undefined } : {}),
    ...(patch.retryWaitsSec !== undefined ? { maxAttempts: undefined } : {}),
  };
}

async function changedMeanwhile(tx: Tx, { id }: SubscriptionRow): Promise<AppError> {
  const last = await tx.subscriptionChange.findFirst({ where: { subscriptionId: id, kind: "updated" }, orderBy: { id: "desc" }, select: { by: true } });
  return new AppError("conflict", `${last?.by ?? "Someone"} changed this subscription while you had it open.`, { fix: "Reload the page to see what it is now, then make your change again." });
}
