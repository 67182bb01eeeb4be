import type { Prisma, Tx } from "@/lib/db/client";
import type { AuditAction } from "@/lib/domain/audit";
import { newUuid } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Ctx } from "@/lib/services/context";

export type ChangeKind = "created" | "updated" | "paused" | "resumed" | "disabled" | "enabled" | "secret_rotated" | "deleted";
export interface ChangedField {
  field: string;
  before: unknown;
  after: unknown;
}

const AUDIT_ACTION = {
  created: "subscription.created", updated: "subscription.updated", deleted: "subscription.deleted", secret_rotated: "secret.rotated",
  paused: "subscription.statusChanged", resumed: "subscription.statusChanged", disabled: "subscription.statusChanged", enabled: "subscription.statusChanged",
} as const satisfies Record<ChangeKind, AuditAction>;

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
  const { name, url, status } = await tx.subscription.findUniqueOrThrow({ where: { id: change.subscriptionId }, select: { name: true, url: true, status: true } });
  const values = (side: "before" | "after") => Object.fromEntries((change.fields ?? []).map((field) => [field.field, field[side]]));
  const action = AUDIT_ACTION[change.kind];
  await recordAudit(tx, ctx, {
    action, target: { kind: "subscription", id: change.subscriptionId, name },
    before: values("before"), after: { ...(change.kind === "created" ? { name, url } : action === "subscription.statusChanged" ? { status } : {}), ...values("after") },
  });
  await tx.workspace.update({ where: { id: ctx.workspaceId }, data: { configVersion: { increment: 1 } } });
}
