import { newUuid, showId } from "@/lib/domain/ids";
import { seal } from "@/lib/domain/sealed";
import { newSecret } from "@/lib/domain/signature";
import { SubscriptionInput } from "@/lib/domain/subscription";
import type { OutboundPolicy } from "@/lib/outbound/check-url";
import type { Call } from "@/lib/services/context";
import { recordChange } from "./record-change";
import { toStored } from "./values";
import { requireRoom } from "./room";

export const CreateSubscriptionInput = SubscriptionInput;
export type CreateSubscriptionInput = SubscriptionInput;

/** Makes a subscription with a secret of its own, or the one given (a draft's). @throws AppError `invalid` naming the field */
export async function createSubscription({ ctx, input, policy, secret = newSecret() }: Call<CreateSubscriptionInput> & { policy: OutboundPolicy; secret?: string }): Promise<{ id: string; secret: string }> {
  const values = CreateSubscriptionInput.parse(input);
  const id = newUuid(ctx.now());
  const now = ctx.now();
  await ctx.db.$transaction(async (tx) => {
    await requireRoom(tx, ctx);
    const { columns, productIds } = await toStored({ ctx, tx, policy, values });
    await tx.subscription.create({
      data: {
        id,
        workspaceId: ctx.workspaceId,
        ...columns,
        products: { create: productIds.map((productId) => ({ productId })) },
        secrets: { create: { id: newUuid(now), secretEncrypted: seal(ctx.secretKey, secret), createdAt: now } },
        createdAt: now,
        updatedAt: now,
        statusChangedAt: now,
      },
    });
    await recordChange(ctx, tx, { subscriptionId: id, kind: "created" });
  });
  return { id: showId("subscription", id), secret };
}
