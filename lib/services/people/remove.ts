import { z } from "zod";
import { AppError, notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import { mayChangeMember, memberRefusal } from "@/lib/domain/membership";
import type { Role } from "@/lib/domain/permissions";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { endSessions, lockPeople, refuseLastOwner, requireManager, withdrawInvitationsOf } from "./members";

export const RemovePersonInput = z.object({ personId: idSchema("user") });
export type RemovePersonInput = z.input<typeof RemovePersonInput>;

/** Takes a person out of the workspace and signs them out everywhere. Their account, and what they made here, stays. */
export async function removePerson({ ctx, input }: Call<RemovePersonInput>): Promise<void> {
  const { personId } = RemovePersonInput.parse(input);
  await ctx.db.$transaction(async (tx) => {
    await lockPeople(tx, ctx.workspaceId);
    const manager = await requireManager(tx, ctx);
    if (manager.id === personId) throw new AppError("conflict", "You can't remove yourself.", { fix: "Leave the workspace instead." });
    const where = { workspaceId_userId: { workspaceId: ctx.workspaceId, userId: personId } };
    const member = await tx.member.findUnique({ where, include: { user: { select: { name: true, email: true } } } });
    if (!member) throw notFound("person");
    if (!mayChangeMember(manager.role, member.role as Role, null)) throw memberRefusal();
    if (member.role === "owner") await refuseLastOwner(tx, ctx.workspaceId);
    await tx.member.delete({ where });
    await withdrawInvitationsOf(tx, ctx, personId);
    await endSessions(tx, personId);
    await recordAudit(tx, ctx, { action: "member.removed", target: { kind: "user", id: personId, name: member.user.name }, before: { email: member.user.email, role: member.role } });
  });
}
