import { z } from "zod";
import type { Db, Tx } from "@/lib/db/client";
import { newUuid } from "@/lib/domain/ids";
import type { Locale } from "@/lib/domain/locale";
import { isStorableText } from "@/lib/domain/product-ref";
import { consumeInvitation } from "@/lib/services/invitations/consume";
import { recordSignIn } from "./record-sign-in";
import { emailSchema, personNameSchema } from "./schemas";

/** What an OpenID Connect provider says of a person, checked by its signature but not yet believed. */
const Claims = z.object({
  iss: z.string().min(1).max(1_000),
  // 255 characters are the most that OpenID Connect allows.
  sub: z.string().min(1).max(255).refine(isStorableText),
  email: emailSchema,
  email_verified: z.literal(true),
  name: personNameSchema.optional().catch(undefined),
});

export type ProviderSignInResult =
  | { outcome: "welcome"; person: { id: string; name: string; email: string; sessionVersion: number } }
  /** No e-mail that the provider has verified. */
  | { outcome: "unverified" }
  /** Nobody here has this e-mail, and no open invitation was mailed to it. */
  | { outcome: "unknown" }
  /** The person of this e-mail is bound to another account of the provider. */
  | { outcome: "otherAccount" };

interface SignIn { db: Db; now: Date; address: string; locale: Locale; providerName: string; claims: unknown }

/**
 * Lets in whom a provider vouches for: the person bound to its account, else the one who has the verified e-mail, else whom
 * an open invitation was mailed to. It makes nobody an owner.
 */
export async function signInByProvider({ db, claims, providerName, ...from }: SignIn): Promise<ProviderSignInResult> {
  const parsed = Claims.safeParse(claims);
  if (!parsed.success) return { outcome: "unverified" };
  const { iss: issuer, sub: subject, email, name = email.split("@")[0]! } = parsed.data;
  const identity = { issuer, subject };
  return db.$transaction(async (tx): Promise<ProviderSignInResult> => {
    const bound = await tx.signInIdentity.findUnique({ where: { issuer_subject: identity }, include: { user: true } });
    let user = bound?.user ?? null;
    let isFirst = false;
    if (!user) {
      isFirst = true;
      user = (await takeOver(tx, email, issuer)) ?? (await makeInvited(tx, { email, name, ...from }));
      if (!user) return { outcome: "unknown" };
      const { count } = await tx.signInIdentity.createMany({ data: [{ ...identity, userId: user.id, createdAt: from.now }], skipDuplicates: true });
      // Either theirs already, of a sign-in at the same moment, or somebody else's.
      if (count === 0 && !(await tx.signInIdentity.findFirst({ where: { ...identity, userId: user.id } }))) return { outcome: "otherAccount" };
    }
    await recordSignIn(tx, { id: user.id, name: user.name }, from, { by: providerName, ...(isFirst ? { isFirst } : {}) });
    return { outcome: "welcome", person: { id: user.id, name: user.name, email: user.email, sessionVersion: user.sessionVersion } };
  });
}

/**
 * The person of an e-mail, for whom it has just been proved. Whoever made the account may have typed an e-mail that was not
 * theirs, so the password and the sessions from before end.
 */
async function takeOver(tx: Tx, email: string, issuer: string) {
  // First sign-ins of one person wait for each other.
  await tx.$queryRaw`SELECT 1 FROM users WHERE email = ${email} FOR NO KEY UPDATE`;
  const user = await tx.user.findUnique({ where: { email }, include: { identities: { where: { issuer } } } });
  // Bound already: the caller finds that out, and nothing ends.
  if (!user || user.identities.length > 0) return user;
  return tx.user.update({ where: { id: user.id }, data: { passwordHash: null, sessionVersion: { increment: 1 } } });
}

/** Makes an account without a password for whom the newest open invitation was mailed to, and uses the invitation. */
async function makeInvited(tx: Tx, { email, name, now, address, locale }: { email: string; name: string; now: Date; address: string; locale: Locale }) {
  const invitation = await tx.invitation.findFirst({
    where: { email, endedAt: null, expiresAt: { gt: now }, role: { not: "owner" } },
    orderBy: { id: "desc" },
    select: { id: true },
  });
  if (!invitation) return null;
  const user = await tx.user.create({ data: { id: newUuid(now), email, name, createdAt: now, browserLocale: locale } });
  // Used by somebody at this moment: thrown, so that the account is not made either.
  if (!(await consumeInvitation(tx, { invitation, person: user, now, address }))) throw new Error("The invitation was used up meanwhile.");
  return user;
}
