import { Prisma, type Tx } from "@/lib/db/client";
import { withoutSecrets, type AuditAction, type AuditValues } from "@/lib/domain/audit";
import { newUuid, showId, type IdKind } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";

interface Entry {
  action: AuditAction;
  /** What it was done to; `id` is the UUID. */
  target?: { kind: IdKind; id: string; name?: string };
  /** Only what changed; secrets are hidden here, not by the caller. */
  before?: AuditValues;
  after?: AuditValues;
}

/** Writes down what somebody changed. `tx` is the transaction of the change itself: both happen, or neither. */
export async function recordAudit(tx: Tx, ctx: Pick<Ctx, "workspaceId" | "actor" | "address" | "now">, { action, target, before, after }: Entry): Promise<void> {
  await tx.auditEntry.create({
    data: {
      id: newUuid(ctx.now()),
      workspaceId: ctx.workspaceId,
      actorKind: ctx.actor.kind,
      actorId: ctx.actor.kind === "system" ? null : ctx.actor.id,
      actorName: ctx.actor.name,
      address: ctx.address ?? null,
      action,
      targetId: target ? showId(target.kind, target.id) : null,
      targetName: target?.name ?? null,
      before: before ? (withoutSecrets(before) as Prisma.InputJsonObject) : Prisma.DbNull,
      after: after ? (withoutSecrets(after) as Prisma.InputJsonObject) : Prisma.DbNull,
    },
  });
}
