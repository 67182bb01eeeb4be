import type { Tx } from "@/lib/db/client";
import { showId } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";

/**
 * Uses an invitation up and makes the person a member, in the transaction given: of two at the same moment one gets in.
 * @returns the workspace's UUID, or null when the invitation works no more
 */
export async function consumeInvitation(tx: Tx, { invitation, person, now, address }: { invitation: { tokenHash: string } | { id: string }; person: { id: string; name: string; email: string }; now: Date; address: string }): Promise<string | null> {
  const [used] = await tx.invitation.updateManyAndReturn({ where: { ...invitation, endedAt: null, expiresAt: { gt: now } }, data: { endedAt: now } });
  if (!used) return null;
  const { workspaceId, role } = used;
  await tx.member.create({ data: { workspaceId, userId: person.id, role, openedAt: now } });
  const actor = { kind: "user" as const, id: person.id, name: person.name };
  await recordAudit(tx, { workspaceId, actor, address, now: () => now }, {
    action: "member.joined", target: { kind: "user", id: person.id, name: person.name }, after: { email: person.email, role, invitedBy: used.invitedBy, invitation: showId("invitation", used.id) },
  });
  return workspaceId;
}
