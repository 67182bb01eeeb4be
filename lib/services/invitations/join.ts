import { z } from "zod";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import { MAX_WORKSPACES } from "@/lib/domain/membership";
import { hashInvitationToken, invitationTokenSchema } from "./token";
import { consumeInvitation } from "./consume";
import { countJoin } from "./throttle";

export const JoinWorkspaceInput = z.object({ token: invitationTokenSchema });
export type JoinWorkspaceInput = z.input<typeof JoinWorkspaceInput>;

export type JoinResult = { outcome: "joined"; workspaceId: string } | { outcome: "gone" };

/** Makes somebody who has an account a member of the workspace that the link invites to. Ids are UUIDs. */
export async function joinWorkspace({ db, now, address, person, input }: { db: Db; now: Date; address: string; person: { id: string; name: string; email: string }; input: JoinWorkspaceInput }): Promise<JoinResult> {
  const { token } = JoinWorkspaceInput.parse(input);
  return countJoin(db, address, () => db.$transaction(async (tx): Promise<JoinResult> => {
    // Two links used by one person at the same moment wait for each other.
    await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${person.id}::uuid FOR NO KEY UPDATE`;
    const mine = await tx.member.findMany({ where: { userId: person.id }, select: { workspace: { select: { invitations: { where: { tokenHash: hashInvitationToken(token) }, select: { id: true } } } } } });
    if (mine.some(({ workspace }) => workspace.invitations.length > 0)) throw new AppError("conflict", "You are in this workspace already.", { fix: "Give the link to whom it is for; it still works." });
    if (mine.length >= MAX_WORKSPACES) throw new AppError("limit_exceeded", `You are in ${MAX_WORKSPACES} workspaces, which is the most there can be.`, { fix: "Leave one first." });
    const workspaceId = await consumeInvitation(tx, { invitation: { tokenHash: hashInvitationToken(token) }, person, now, address });
    return workspaceId ? { outcome: "joined", workspaceId } : { outcome: "gone" };
  }));
}
