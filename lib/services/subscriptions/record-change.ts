import type { Prisma, Tx } from "@/lib/db/client";
import { newUuid } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";

export type ChangeKind = "created" | "updated" | "paused" | "resumed" | "disabled" | "enabled" | "secret_rotated" | "deleted";
export interface ChangedField {
  field: string;
  before: unknown;
  after: unknown;
}

/**
 * Keeps what was done to a subscription, and raises the version that matching's cache goes by. Every change ends here.
 * After the subscription's own row: whoever disables one locks the two in that order.
 */
export async function recordChange(ctx: Ctx, tx: Tx, change: { subscriptionId: string; kind: ChangeKind; fields?: ChangedField[] }): Promise<void> {
  const now = ctx.now();
  await tx.subscriptionChange.create({
    data: {
      id: newUuid(now),
      workspaceId: ctx.workspaceId,
      subscriptionId: change.subscriptionId,
      at: now,
      by: ctx.actor.name,
      kind: change.kind,
      fields: (change.fields ?? []) as unknown as Prisma.InputJsonArray,
    },
  });
  await tx.workspace.update({ where: { id: ctx.workspaceId }, data: { configVersion: { increment: 1 } } });
}
