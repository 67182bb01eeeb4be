import { Prisma } from "@/lib/db/client";
import { newUuid, showId } from "@/lib/domain/ids";
import { seal } from "@/lib/domain/sealed";
import { newSecret } from "@/lib/domain/signature";
import { SUBSCRIPTION_LIMITS } from "@/lib/domain/subscription";
import type { Call } from "@/lib/services/context";
import { GetSubscriptionInput } from "./get";
import { findOwnedSubscription } from "./read";
import { recordChange } from "./record-change";
import { requireRoom } from "./room";

/** Makes a subscription with the same settings and a secret of its own; disabled, so that nothing is sent twice before someone has looked at it. @param copy the word behind its name */
export async function duplicateSubscription({ ctx, input, copy = "copy" }: Call<GetSubscriptionInput> & { copy?: string }): Promise<{ id: string; secret: string }> {
  const { id: originalId } = GetSubscriptionInput.parse(input);
  const now = ctx.now();
  const id = newUuid(now);
  const secret = newSecret();
  await ctx.db.$transaction(async (tx) => {
    await requireRoom(tx, ctx);
    const { id: _id, products, endpointState: _state, ...settings } = await findOwnedSubscription(ctx, originalId, tx);
    const suffix = ` (${copy})`;
    const name = `${settings.name.slice(0, SUBSCRIPTION_LIMITS.nameLength - suffix.length)}${suffix}`;
    await tx.subscription.create({
      data: {
        ...settings,
        filter: settings.filter ?? Prisma.DbNull,
        id,
        name,
        status: "disabled",
        statusChangedAt: now,
        statusChangedBy: ctx.actor.name,
        statusReason: "person",
        createdAt: now,
        updatedAt: now,
        products: { create: products.map(({ productId }) => ({ productId })) },
        secrets: { create: { id: newUuid(now), secretEncrypted: seal(ctx.secretKey, secret), createdAt: now } },
      },
    });
    await recordChange(ctx, tx, { subscriptionId: id, kind: "created", fields: [{ field: "copyOf", before: null, after: settings.name }] });
  });
  return { id: showId("subscription", id), secret };
}
