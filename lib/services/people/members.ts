import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import { lastOwnerRefusal } from "@/lib/domain/membership";
import { roleMay, type Role } from "@/lib/domain/permissions";
import type { Ctx } from "@/lib/services/context";

/**
 * Makes all changes to a workspace's people wait for each other until the transaction ends: of two owners who demote each
 * other at the same moment, the second finds itself the last.
 */
export async function lockPeople(tx: Tx, workspaceId: string): Promise<void> {
  // Not FOR UPDATE, which rows that refer to the workspace would wait for.
  await tx.$queryRaw`SELECT 1 FROM workspaces WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`;
}

/** The person's role now, or null; what the session said may be older than the lock. */
export async function roleOf(tx: Tx, workspaceId: string, userId: string): Promise<Role | null> {
  const member = await tx.member.findUnique({ where: { workspaceId_userId: { workspaceId, userId } }, select: { role: true } });
  return (member?.role as Role | undefined) ?? null;
}

/** Who asks and their role, read inside the transaction. @throws AppError `forbidden` where they manage nobody */
export async function requireManager(tx: Tx, ctx: Pick<Ctx, "workspaceId" | "actor">): Promise<{ id: string; name: string; role: Role }> {
  const role = ctx.actor.kind === "user" ? await roleOf(tx, ctx.workspaceId, ctx.actor.id) : null;
  if (ctx.actor.kind !== "user" || !role || !roleMay(role, "member.manage")) throw new AppError("forbidden", "Only an admin or an owner of the workspace may do this.");
  return { id: ctx.actor.id, name: ctx.actor.name, role };
}

/** @throws AppError `conflict` where there is no other owner */
export async function refuseLastOwner(tx: Tx, workspaceId: string): Promise<void> {
  if ((await tx.member.count({ where: { workspaceId, role: "owner" } })) < 2) throw lastOwnerRefusal();
}

/** Ends the person's open invitations to the workspace, so that nobody comes back by a link of their own. */
export async function withdrawInvitationsOf(tx: Tx, ctx: Pick<Ctx, "workspaceId" | "now">, userId: string): Promise<void> {
  await tx.invitation.updateMany({ where: { workspaceId: ctx.workspaceId, invitedById: userId, endedAt: null }, data: { endedAt: ctx.now() } });
}

/** Signs the person out in every browser. @returns the version that a new session has */
export async function endSessions(tx: Tx, userId: string): Promise<number> {
  const { sessionVersion } = await tx.user.update({ where: { id: userId }, data: { sessionVersion: { increment: 1 } }, select: { sessionVersion: true } });
  return sessionVersion;
}
