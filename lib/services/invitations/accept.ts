import { z } from "zod";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import { newUuid } from "@/lib/domain/ids";
import type { Locale } from "@/lib/domain/locale";
import { hashPassword } from "@/lib/services/people/password";
import { emailSchema, newPasswordSchema, personNameSchema } from "@/lib/services/people/schemas";
import { findInvitation } from "./find";
import { hashInvitationToken, invitationTokenSchema } from "./token";
import { consumeInvitation } from "./consume";
import { countJoin } from "./throttle";

export const AcceptInvitationInput = z.object({ token: invitationTokenSchema, name: personNameSchema, email: emailSchema, password: newPasswordSchema });
export type AcceptInvitationInput = z.input<typeof AcceptInvitationInput>;

export type AcceptResult = { outcome: "joined"; workspaceId: string; person: { id: string; name: string; email: string; sessionVersion: number } } | { outcome: "gone" };

/** Makes an account for whoever holds the link, and a member of the workspace of it. Ids are UUIDs. */
export function acceptInvitation(call: Accept): Promise<AcceptResult> {
  return countJoin(call.db, call.address, () => accept(call));
}

interface Accept { db: Db; now: Date; address: string; locale: Locale; input: AcceptInvitationInput }

async function accept({ db, now, address, locale, input }: Accept): Promise<AcceptResult> {
  const { token, name, email, password } = AcceptInvitationInput.parse(input);
  // Before the hash, which is costly: only who holds a link may ask for one.
  if (!(await findInvitation({ db, token, now }))) return { outcome: "gone" };
  if (await db.user.findUnique({ where: { email }, select: { id: true } })) throw emailTaken();
  const person = { id: newUuid(now), name, email };
  const passwordHash = await hashPassword(password);
  return db.$transaction(async (tx) => {
    const { count } = await tx.user.createMany({ data: [{ ...person, passwordHash, createdAt: now, lastSignInAt: now, browserLocale: locale }], skipDuplicates: true });
    if (count === 0) throw emailTaken();
    const workspaceId = await consumeInvitation(tx, { invitation: { tokenHash: hashInvitationToken(token) }, person, now, address });
    // Thrown, so that the account is not made either.
    if (!workspaceId) throw new GoneError();
    return { outcome: "joined" as const, workspaceId, person: { ...person, sessionVersion: 1 } };
  }).catch((error: unknown) => {
    if (error instanceof GoneError) return { outcome: "gone" as const };
    throw error;
  });
}

class GoneError extends Error {}

function emailTaken(): AppError {
  return new AppError("invalid", "There is an account with this e-mail.", { issues: [{ path: "email", message: "There is an account with this e-mail. Sign in with it, and you can join." }] });
}
