import type { Tx } from "@/lib/db/client";
import { RESET_LINK_HOURS } from "@/lib/domain/membership";
import { hashInvitationToken, newInvitationToken } from "@/lib/services/invitations/token";
import { routes } from "@/lib/routes";

export interface ResetLink { url: string; expiresAt: Date }

/** Keeps a new link for a person, in place of an earlier one. Only this answer has its token. */
export async function keepReset(tx: Tx, { userId, now, origin, ...maker }: { userId: string; now: Date; origin: string; workspaceId: string | null; madeBy: string; madeById: string | null }): Promise<ResetLink> {
  const token = newInvitationToken();
  const expiresAt = new Date(now.getTime() + RESET_LINK_HOURS * 3_600_000);
  const data = { ...maker, tokenHash: hashInvitationToken(token), expiresAt };
  await tx.passwordReset.upsert({ where: { userId }, create: { userId, ...data }, update: data });
  return { url: `${origin}${routes.resetPassword(token)}`, expiresAt };
}
