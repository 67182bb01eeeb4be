import { z } from "zod";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { hashPassword, isPassword } from "./password";
import { newPasswordSchema } from "./schemas";
import { countTry, forgetTries } from "./throttle";

export const ChangePasswordInput = z.object({
  /** Empty where there is none yet. */
  currentPassword: z.string().max(1_000),
  newPassword: newPasswordSchema,
});
export type ChangePasswordInput = z.input<typeof ChangePasswordInput>;

const FRESH_SIGN_IN_MS = 15 * 60_000;
/** Wrong current passwords in 15 minutes: a session that somebody left open is no way to guess it. */
export const MOST_WRONG = 10;

/** Gives the person who asks a new password, or their first one, and ends all their sessions; the caller keeps its own with the new version. */
export async function changePassword({ ctx, input }: Call<ChangePasswordInput>): Promise<{ sessionVersion: number }> {
  const { currentPassword, newPassword } = ChangePasswordInput.parse(input);
  if (ctx.actor.kind !== "user") throw new AppError("forbidden", "Only a person has a password.");
  const user = await ctx.db.user.findUniqueOrThrow({ where: { id: ctx.actor.id } });
  // Without a password to ask for, a session that somebody left open must not be enough.
  if (user.passwordHash === null) {
    const age = ctx.now().getTime() - (user.lastSignInAt?.getTime() ?? 0);
    if (age > FRESH_SIGN_IN_MS) throw new AppError("conflict", "You signed in too long ago to set a first password.", { fix: "Sign out, sign in again, and set it within 15 minutes." });
  } else if (currentPassword === "") {
    throw new AppError("invalid", "The password was not changed.", { issues: [{ path: "currentPassword", message: "Enter your current password." }] });
  } else await checkCurrent(ctx.db, { id: user.id, passwordHash: user.passwordHash }, currentPassword);
  const passwordHash = await hashPassword(newPassword);
  // Only from the version that was checked: of two changes at the same moment, one wins and the other is told.
  const isChanged = await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: user.id, sessionVersion: user.sessionVersion },
      data: { passwordHash, sessionVersion: { increment: 1 } },
    });
    // A link that was made because they were locked out has no more use.
    await tx.passwordReset.deleteMany({ where: { userId: user.id } });
    if (count > 0) await recordAudit(tx, ctx, { action: "person.passwordChanged", target: { kind: "user", id: user.id, name: user.name } });
    return count > 0;
  });
  if (!isChanged) throw new AppError("conflict", "The password was changed elsewhere just now.", { fix: "Sign in with the new password." });
  return { sessionVersion: user.sessionVersion + 1 };
}

/** @throws AppError where it is not the person's password, or was wrong too often */
async function checkCurrent(db: Db, { id, passwordHash }: { id: string; passwordHash: string }, currentPassword: string): Promise<void> {
  const counter = { kind: "changePassword", key: id, most: MOST_WRONG };
  const throttled = await countTry(db, [counter]);
  if (throttled) throw new AppError("limit_exceeded", "Too many wrong passwords were tried.", { fix: "Wait 15 minutes, then try again.", ...throttled });
  if (!(await isPassword(passwordHash, currentPassword))) throw new AppError("invalid", "The password was not changed.", { issues: [{ path: "currentPassword", message: "This is not your current password." }] });
  await forgetTries(db, counter);
}
