import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import { isDemotion, mayChangeMember, memberRefusal } from "@/lib/domain/membership";
import { ROLES, type Role } from "@/lib/domain/permissions";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { endSessions, lockPeople, refuseLastOwner, requireManager, withdrawInvitationsOf } from "./members";

export const ChangeRoleInput = z.object({ personId: idSchema("user"), role: z.enum(ROLES) });
export type ChangeRoleInput = z.input<typeof ChangeRoleInput>;

/** Gives a person of the workspace another role. Who may less afterwards is signed out everywhere; `sessionVersion` is then the new one. */
export async function changeRole({ ctx, input }: Call<ChangeRoleInput>): Promise<{ sessionVersion: number | null }> {
  const { personId, role } = ChangeRoleInput.parse(input);
  return ctx.db.$transaction(async (tx) => {
    await lockPeople(tx, ctx.workspaceId);
    const manager = await requireManager(tx, ctx);
    const where = { workspaceId_userId: { workspaceId: ctx.workspaceId, userId: personId } };
    const member = await tx.member.findUnique({ where, include: { user: { select: { name: true } } } });
    if (!member) throw notFound("person");
    const before = member.role as Role;
    if (before === role) return { sessionVersion: null };
    if (!mayChangeMember(manager.role, before, role)) throw memberRefusal();
    if (before === "owner") await refuseLastOwner(tx, ctx.workspaceId);
    await tx.member.update({ where, data: { role } });
    await recordAudit(tx, ctx, { action: "member.roleChanged", target: { kind: "user", id: personId, name: member.user.name }, before: { role: before }, after: { role } });
    if (!isDemotion(before, role)) return { sessionVersion: null };
    await withdrawInvitationsOf(tx, ctx, personId);
    return { sessionVersion: await endSessions(tx, personId) };
  });
}
