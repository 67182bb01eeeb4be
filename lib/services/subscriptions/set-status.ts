import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import { wakeWorkers } from "@/lib/queue/wake";
import type { Call } from "@/lib/services/context";

export const SetSubscriptionStatusInput = z.object({ id: idSchema("subscription"), status: z.enum(["active", "paused", "disabled"]) });
export type SetSubscriptionStatusInput = z.input<typeof SetSubscriptionStatusInput>;

/** Pauses (holds its deliveries), disables (makes no more) or resumes (lets go what was held) a subscription. */
export async function setSubscriptionStatus({ ctx, input }: Call<SetSubscriptionStatusInput>): Promise<void> {
  const { id, status } = SetSubscriptionStatusInput.parse(input);
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.subscription.updateMany({
      where: { id, workspaceId: ctx.workspaceId, deletedAt: null },
      data: { status, statusChangedAt: ctx.now(), statusChangedBy: ctx.actor.name, statusReason: "person", updatedAt: ctx.now() },
    });
    if (count === 0) throw notFound("subscription");
    await tx.workspace.update({ where: { id: ctx.workspaceId }, data: { configVersion: { increment: 1 } } });
    await wakeWorkers(tx);
  });
}
