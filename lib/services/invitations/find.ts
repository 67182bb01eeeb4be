import type { Db } from "@/lib/db/client";
import type { Role } from "@/lib/domain/permissions";
import { hashInvitationToken } from "./token";

export interface OpenInvitation {
  workspaceName: string;
  role: Role;
  invitedBy: string;
  email: string | null;
  expiresAt: Date;
}

/** What a link invites to, or null when it was used, taken back, is too old, or never was: a stranger learns no more. */
export async function findInvitation({ db, token, now }: { db: Db; token: string; now: Date }): Promise<OpenInvitation | null> {
  const found = await db.invitation.findFirst({
    where: { tokenHash: hashInvitationToken(token), endedAt: null, expiresAt: { gt: now } },
    select: { role: true, invitedBy: true, email: true, expiresAt: true, workspace: { select: { name: true } } },
  });
  return found && { workspaceName: found.workspace.name, role: found.role as Role, invitedBy: found.invitedBy, email: found.email, expiresAt: found.expiresAt };
}

/** Whether the person is in the workspace that a link invited to, used up or not. */
export async function isIn({ db, token, personId }: { db: Db; token: string; personId: string }): Promise<boolean> {
  const found = await db.invitation.findFirst({ where: { tokenHash: hashInvitationToken(token), workspace: { members: { some: { userId: personId } } } }, select: { id: true } });
  return found !== null;
}
