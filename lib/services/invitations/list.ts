import { z } from "zod";
import { idSchema, showId } from "@/lib/domain/ids";
import type { Role } from "@/lib/domain/permissions";
import type { Call } from "@/lib/services/context";
import { limitSchema, toPage, type Page } from "@/lib/services/page";

export const ListInvitationsInput = z.object({ cursor: idSchema("invitation").optional(), limit: limitSchema });
export type ListInvitationsInput = z.input<typeof ListInvitationsInput>;

export interface InvitationItem {
  id: string;
  role: Role;
  email: string | null;
  note: string;
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
}

/** The invitations that can still be used, newest first. */
export async function listInvitations({ ctx, input }: Call<ListInvitationsInput>): Promise<Page<InvitationItem>> {
  const { cursor, limit } = ListInvitationsInput.parse(input);
  const rows = await ctx.db.invitation.findMany({
    where: { workspaceId: ctx.workspaceId, endedAt: null, expiresAt: { gt: ctx.now() }, ...(cursor ? { id: { lt: cursor } } : {}) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const show = ({ id, role, email, note, invitedBy, createdAt, expiresAt }: (typeof rows)[number]): InvitationItem => ({
    id: showId("invitation", id), role: role as Role, email, note, invitedBy, createdAt, expiresAt,
  });
  return toPage(rows, limit, show, (row) => showId("invitation", row.id));
}
