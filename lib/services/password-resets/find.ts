import type { Db, Tx } from "@/lib/db/client";
import { hashInvitationToken } from "@/lib/services/invitations/token";
import { judgeReset } from "./judge";

export interface OpenReset { userId: string; email: string; name: string; sessionVersion: number; madeBy: string }

/** Whose password a link sets, or null when it was used, is too old, never was, or who made it may no longer: a stranger learns no more. */
export async function findReset(db: Tx | Db, { token, now }: { token: string; now: Date }): Promise<OpenReset | null> {
  const found = await db.passwordReset.findFirst({ where: { tokenHash: hashInvitationToken(token), expiresAt: { gt: now } }, include: { user: { select: { email: true, name: true, sessionVersion: true } } } });
  if (!found) return null;
  const { userId, workspaceId, madeById, madeBy, user } = found;
  if (workspaceId !== null && (madeById === null || (await judgeReset(db, { workspaceId, managerId: madeById, personId: userId })) !== "yes")) return null;
  return { userId, madeBy, ...user };
}
