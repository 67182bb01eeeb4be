import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import { isNameText } from "@/lib/domain/name-text";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { findOwnedSubscription } from "@/lib/services/subscriptions/read";

export const AcknowledgeInput = z.object({ subscriptionId: idSchema("subscription"), cause: z.string().min(1).max(80).refine(isNameText) });
export type AcknowledgeInput = z.input<typeof AcknowledgeInput>;

/** Notes that a person has seen it. It comes back with another cause, or when it is there again after a repair. */
export async function acknowledgeAttention({ ctx, input }: Call<AcknowledgeInput>): Promise<void> {
  const { subscriptionId, cause } = AcknowledgeInput.parse(input);
  const { name } = await findOwnedSubscription(ctx, subscriptionId);
  const seen = { acknowledgedAt: ctx.now(), acknowledgedBy: ctx.actor.name };
  await ctx.db.$transaction(async (tx) => {
    await tx.attentionAck.upsert({
      where: { subscriptionId_cause: { subscriptionId, cause } },
      create: { subscriptionId, cause, workspaceId: ctx.workspaceId, ...seen },
      update: seen,
    });
    // It is gone from everybody's overview.
    await recordAudit(tx, ctx, { action: "trouble.acknowledged", target: { kind: "subscription", id: subscriptionId, name }, after: { reason: cause } });
  });
}
