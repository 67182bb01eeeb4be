import type { Db } from "@/lib/db/client";
import { recordAudit } from "@/lib/services/audit/record";
import { endSessions } from "@/lib/services/people/members";
import { emailSchema } from "@/lib/services/people/schemas";
import { keepReset, type ResetLink } from "./keep";

/** For whoever runs Aviso: a link for anybody's account. It ends the account's sessions at once; every workspace of the person hears of it. @returns null when nobody has the e-mail */
export async function makeResetLinkAsOperator({ db, origin, now, email }: { db: Db; origin: string; now: Date; email: string }): Promise<(ResetLink & { name: string }) | null> {
  const user = await db.user.findUnique({ where: { email: emailSchema.parse(email) }, select: { id: true, name: true, members: { select: { workspaceId: true } } } });
  if (!user) return null;
  return db.$transaction(async (tx) => {
    const actor = { kind: "system" as const, name: "reset-password" };
    const link = await keepReset(tx, { userId: user.id, now, origin, workspaceId: null, madeBy: actor.name, madeById: null });
    await endSessions(tx, user.id);
    for (const { workspaceId } of user.members) {
      await recordAudit(tx, { workspaceId, actor, now: () => now }, { action: "person.resetLinkMade", target: { kind: "user", id: user.id, name: user.name }, after: { expiresAt: link.expiresAt.toISOString() } });
    }
    return { ...link, name: user.name };
  });
}
