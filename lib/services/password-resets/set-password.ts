import { z } from "zod";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import type { Locale } from "@/lib/domain/locale";
import { recordAudit } from "@/lib/services/audit/record";
import { hashInvitationToken, invitationTokenSchema } from "@/lib/services/invitations/token";
import { network } from "@/lib/services/network";
import { hashPassword } from "@/lib/services/people/password";
import { recordSignIn } from "@/lib/services/people/record-sign-in";
import { newPasswordSchema } from "@/lib/services/people/schemas";
import { countTry, giveBack } from "@/lib/services/people/throttle";
import { findReset } from "./find";

export const SetPasswordInput = z.object({ token: invitationTokenSchema, password: newPasswordSchema });
export type SetPasswordInput = z.input<typeof SetPasswordInput>;

export type SetPasswordResult = { outcome: "set"; person: { id: string; name: string; email: string; sessionVersion: number } } | { outcome: "gone" };

/** How often an address may try to use a link, in 15 minutes; who sets a password has the try back. */
const MOST_TRIES = 30;

/** Sets the password of whoever the link is for, ends all their sessions, and counts as a sign-in. */
export async function setPasswordByLink({ db, now, address, locale, input }: { db: Db; now: Date; address: string; locale: Locale; input: SetPasswordInput }): Promise<SetPasswordResult> {
  const { token, password } = SetPasswordInput.parse(input);
  const counters = [{ kind: "passwordReset", key: network(address), most: MOST_TRIES }];
  const throttled = await countTry(db, counters);
  if (throttled) throw new AppError("limit_exceeded", "Too many tries to use a password link came from this address.", { fix: "Wait 15 minutes, then open the link again.", ...throttled });
  // Before the hash, which is costly: only who holds a link may ask for one.
  if (!(await findReset(db, { token, now }))) return { outcome: "gone" };
  const passwordHash = await hashPassword(password);
  const result = await db.$transaction(async (tx): Promise<SetPasswordResult> => {
    // Joining a workspace takes the same lock: whoever is in a second one by now keeps their account to themselves.
    await tx.$queryRaw`SELECT 1 FROM users u JOIN password_resets r ON r.user_id = u.id WHERE r.token_hash = ${hashInvitationToken(token)} FOR NO KEY UPDATE OF u`;
    const reset = await findReset(tx, { token, now });
    if (!reset) return { outcome: "gone" };
    const person = { id: reset.userId, name: reset.name };
    await tx.passwordReset.delete({ where: { userId: person.id } });
    const { sessionVersion } = await tx.user.update({ where: { id: person.id }, data: { passwordHash, sessionVersion: { increment: 1 } }, select: { sessionVersion: true } });
    for (const { workspaceId } of await tx.member.findMany({ where: { userId: person.id }, select: { workspaceId: true } })) {
      await recordAudit(tx, { workspaceId, actor: { kind: "user", ...person }, address, now: () => now }, { action: "person.passwordReset", target: { kind: "user", ...person } });
    }
    await recordSignIn(tx, person, { now, address, locale }, { by: "link" });
    return { outcome: "set", person: { ...person, email: reset.email, sessionVersion } };
  });
  if (result.outcome === "set") await giveBack(db, counters);
  return result;
}
