import type { Tx } from "@/lib/db/client";
import { newUuid, showId } from "@/lib/domain/ids";
import { seal } from "@/lib/domain/sealed";
import { newSecret } from "@/lib/domain/signature";
import { SubscriptionInput, type SubscriptionValues } from "@/lib/domain/subscription";
import type { OutboundPolicy } from "@/lib/outbound/check-url";
import type { Call, Ctx } from "@/lib/services/context";
import { recordChange } from "./record-change";
import { toStored } from "./values";
import { requireRoom } from "./room";

export const CreateSubscriptionInput = SubscriptionInput;
export type CreateSubscriptionInput = SubscriptionInput;

/** Makes a subscription with a secret of its own, or the one given. @throws AppError `invalid` naming the field */
export async function createSubscription({ ctx, input, policy, secret = newSecret() }: Call<CreateSubscriptionInput> & { policy: OutboundPolicy; secret?: string }): Promise<{ id: string; secret: string }> {
  const values = CreateSubscriptionInput.parse(input);
  return { id: await ctx.db.$transaction((tx) => insertSubscription({ ctx, tx, values, policy, secret })), secret };
}

/** Makes a subscription with the secret given, as part of a transaction. @returns its id as shown */
export async function insertSubscription({ ctx, tx, values, policy, secret }: { ctx: Ctx; tx: Tx; values: SubscriptionValues; policy: OutboundPolicy; secret: string }): Promise<string> {
  const now = ctx.now();
  const id = newUuid(now);
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
  return showId("subscription", id);
}
