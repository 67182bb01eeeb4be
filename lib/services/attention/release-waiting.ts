import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { findOwnedSubscription } from "@/lib/services/subscriptions/read";
import { setSubscriptionStatus } from "@/lib/services/subscriptions/set-status";
import { probeNow } from "@/lib/services/subscriptions/probe-now";

export const ReleaseWaitingInput = z.object({ subscriptionId: idSchema("subscription") });
export type ReleaseWaitingInput = z.input<typeof ReleaseWaitingInput>;

/** Lets go what waits: a subscription that is switched off is switched on; one whose endpoint is down is tried at once. */
export async function releaseWaiting({ ctx, input }: Call<ReleaseWaitingInput>): Promise<void> {
  const { subscriptionId: id } = ReleaseWaitingInput.parse(input);
  const { name, status } = await findOwnedSubscription(ctx, id);
  if (status !== "active") await setSubscriptionStatus({ ctx, input: { id: (input as ReleaseWaitingInput).subscriptionId, status: "active" } });
  await ctx.db.$transaction(async (tx) => {
    await probeNow(tx, [id]);
    await recordAudit(tx, ctx, { action: "held.released", target: { kind: "subscription", id, name } });
  });
}
