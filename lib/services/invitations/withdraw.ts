import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import { mayChangeMember, memberRefusal } from "@/lib/domain/membership";
import type { Role } from "@/lib/domain/permissions";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { lockPeople, requireManager } from "@/lib/services/people/members";

export const WithdrawInvitationInput = z.object({ invitationId: idSchema("invitation") });
export type WithdrawInvitationInput = z.input<typeof WithdrawInvitationInput>;

/** Takes an invitation back: its link works no more. */
export async function withdrawInvitation({ ctx, input }: Call<WithdrawInvitationInput>): Promise<void> {
  const { invitationId: id } = WithdrawInvitationInput.parse(input);
  await ctx.db.$transaction(async (tx) => {
    await lockPeople(tx, ctx.workspaceId);
    const manager = await requireManager(tx, ctx);
    const invitation = await tx.invitation.findFirst({ where: { id, workspaceId: ctx.workspaceId, endedAt: null, expiresAt: { gt: ctx.now() } } });
    if (!invitation) throw notFound("invitation");
    if (!mayChangeMember(manager.role, null, invitation.role as Role)) throw memberRefusal();
    await tx.invitation.update({ where: { id }, data: { endedAt: ctx.now() } });
    await recordAudit(tx, ctx, { action: "invitation.withdrawn", target: { kind: "invitation", id, name: invitation.note || invitation.email || invitation.role } });
  });
}
