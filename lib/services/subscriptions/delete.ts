import { showId } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { cancelWaiting } from "./cancel-waiting";
import { GetSubscriptionInput } from "./get";
import { lockOwnedSubscription } from "./read";
import { recordChange } from "./record-change";

/** Deletes a subscription: what waits for it is cancelled, its history stays for as long as any. */
export async function deleteSubscription({ ctx, input }: Call<GetSubscriptionInput>): Promise<{ id: string; cancelled: number }> {
  const { id } = GetSubscriptionInput.parse(input);
  await ctx.db.$transaction(async (tx) => {
    await lockOwnedSubscription(ctx, id, tx);
    const now = ctx.now();
    await tx.subscription.update({ where: { id }, data: { deletedAt: now, updatedAt: now } });
    await recordChange(ctx, tx, { subscriptionId: id, kind: "deleted" });
  });
  // From here on nothing of it is sent. Should this end half-way, the worker's housekeeping goes on with it.
  return { id: showId("subscription", id), cancelled: await cancelWaiting(ctx.db, id) };
}
