import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { newUuid, showId } from "@/lib/domain/ids";
import { INVITATION_DAYS, MAX_INVITATIONS_A_DAY, MAX_OPEN_INVITATIONS, mayChangeMember, memberRefusal } from "@/lib/domain/membership";
import { isNameText } from "@/lib/domain/name-text";
import { ROLES } from "@/lib/domain/permissions";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { lockPeople, requireManager } from "@/lib/services/people/members";
import { emailSchema } from "@/lib/services/people/schemas";
import { routes } from "@/lib/routes";
import { hashInvitationToken, newInvitationToken } from "./token";

export const CreateInvitationInput = z.object({
  role: z.enum(ROLES),
  /** Where the link is mailed to; whoever has the link may use it. */
  email: z.union([z.literal("").transform(() => null), emailSchema]).nullable().default(null),
  /** Whom it is for, in the inviter's words. */
  note: z.string().trim().max(100, "Use at most 100 characters.").refine(isNameText, "Use printable characters only").default(""),
});
export type CreateInvitationInput = z.input<typeof CreateInvitationInput>;

/** Makes a link that lets one person join in this role. `url` is in this answer only. */
export async function createInvitation({ ctx, input }: Call<CreateInvitationInput>) {
  const { role, email, note } = CreateInvitationInput.parse(input);
  const token = newInvitationToken();
  const id = newUuid(ctx.now());
  const expiresAt = new Date(ctx.now().getTime() + INVITATION_DAYS * 86_400_000);
  await ctx.db.$transaction(async (tx) => {
    await lockPeople(tx, ctx.workspaceId);
    const inviter = await requireManager(tx, ctx);
    if (!mayChangeMember(inviter.role, null, role)) throw memberRefusal();
    const open = await tx.invitation.count({ where: { workspaceId: ctx.workspaceId, endedAt: null, expiresAt: { gt: ctx.now() } } });
    if (open >= MAX_OPEN_INVITATIONS) throw new AppError("limit_exceeded", `There are ${MAX_OPEN_INVITATIONS} open invitations.`, { fix: "Take back those that nobody needs." });
    const made = await tx.invitation.count({ where: { invitedById: inviter.id, createdAt: { gt: new Date(ctx.now().getTime() - 86_400_000) } } });
    if (made >= MAX_INVITATIONS_A_DAY) throw new AppError("limit_exceeded", `You made ${MAX_INVITATIONS_A_DAY} invitations within a day.`, { fix: "Make more tomorrow." });
    await tx.invitation.create({
      data: { id, workspaceId: ctx.workspaceId, role, email, note, tokenHash: hashInvitationToken(token), invitedBy: inviter.name, invitedById: inviter.id, createdAt: ctx.now(), expiresAt },
    });
    await recordAudit(tx, ctx, { action: "member.invited", target: { kind: "invitation", id, name: note || email || role }, after: { role, email, note, expiresAt: expiresAt.toISOString() } });
  });
  return { id: showId("invitation", id), role, email, expiresAt, url: `${ctx.origin}${routes.join(token)}` };
}
