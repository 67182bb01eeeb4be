import { SubscriptionInput, SubscriptionPatch } from "@/lib/domain/subscription";
import type { OutboundPolicy } from "@/lib/outbound/check-url";
import type { Call } from "@/lib/services/context";
import { compareSubscriptions } from "./compare";
import { GetSubscriptionInput } from "./get";
import { findOwnedSubscription, lockOwnedSubscription, showSubscription, type SubscriptionDetail } from "./read";
import { recordChange } from "./record-change";
import { toInput, toStored } from "./values";

export type UpdateSubscriptionInput = GetSubscriptionInput & SubscriptionPatch;

/** Changes what is given and leaves the rest. What already waits goes out by the new settings. @throws AppError `invalid` naming the field */
export async function updateSubscription({ ctx, input, policy }: Call<UpdateSubscriptionInput> & { policy: OutboundPolicy }): Promise<SubscriptionDetail> {
  const { id } = GetSubscriptionInput.parse(input);
  const patch = SubscriptionPatch.parse(input);
  return ctx.db.$transaction(async (tx) => {
    const was = await lockOwnedSubscription(ctx, id, tx);
    const values = SubscriptionInput.parse({ ...toInput(ctx.secretKey, was), ...selection(patch), ...patch });
    const { columns, productIds } = await toStored({ ctx, tx, policy, values, was });
    await tx.subscription.update({
      where: { id },
      data: { ...columns, updatedAt: ctx.now(), products: { deleteMany: {}, create: productIds.map((productId) => ({ productId })) } },
    });
    const is = await findOwnedSubscription(ctx, id, tx);
    const fields = compareSubscriptions(ctx.secretKey, was, is);
    if (fields.length > 0) await recordChange(ctx, tx, { subscriptionId: id, kind: "updated", fields });
    return showSubscription(ctx.secretKey, is);
  });
}

/** A new list says by itself whether it means all; the stored answer was about the old list. */
function selection(patch: SubscriptionPatch): SubscriptionPatch {
  return {
    ...(patch.productIds ? { allProducts: undefined } : {}),
    ...(patch.eventTypes ? { allEventTypes: undefined } : {}),
  };
}
