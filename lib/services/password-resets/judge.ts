import type { Db, Tx } from "@/lib/db/client";
import { mayResetPassword } from "@/lib/domain/membership";
import type { Role } from "@/lib/domain/permissions";

/**
 * Whether somebody who manages a workspace may let a person of it set a new password, as things are at this moment:
 * asked when the link is made, and again when it is used. With the password goes the account, so it must lead nowhere
 * but into this workspace, and to no more than the manager may do here.
 */
export async function judgeReset(tx: Tx | Db, { workspaceId, managerId, personId }: { workspaceId: string; managerId: string; personId: string }): Promise<"yes" | "no_person" | "role" | "elsewhere"> {
  const person = await tx.user.findUnique({ where: { id: personId }, select: { members: { select: { workspaceId: true, role: true } }, identities: { select: { issuer: true }, take: 1 } } });
  const manager = await tx.member.findUnique({ where: { workspaceId_userId: { workspaceId, userId: managerId } }, select: { role: true } });
  const member = person?.members.find((one) => one.workspaceId === workspaceId);
  if (!person || !member) return "no_person";
  if (!manager || !mayResetPassword(manager.role as Role, member.role as Role)) return "role";
  return person.members.length > 1 || person.identities.length > 0 ? "elsewhere" : "yes";
}
