import { z } from "zod";
import type { Db } from "@/lib/db/client";
import { LOCALES } from "@/lib/domain/locale";
import { network } from "@/lib/services/network";
import { isPassword } from "./password";
import { recordSignIn } from "./record-sign-in";
import { countTry, forgetTries, giveBack, type Counter } from "./throttle";

export const LogInInput = z.object({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: z.string().min(1).max(1_000),
  /** The client's network address. */
  address: z.string().max(100),
  /** Which browser it is, where the account signed in on it before: the caller has checked that it was given out by us. */
  device: z.string().max(50).nullish(),
  /** The language of the page that is signed in at. */
  locale: z.enum(LOCALES).optional(),
});
export type LogInInput = z.input<typeof LogInInput>;

export type LogInResult =
  | { outcome: "welcome"; person: { id: string; email: string; name: string; sessionVersion: number } }
  | { outcome: "refused" }
  | { outcome: "throttled"; retryAfterSec: number };

// The address's limit, which stops one machine from trying many accounts, comes first: only its key is not of the stranger's
// choosing. Then by account and address, so that a stranger elsewhere can't lock a person out; the account's own limit is what
// stops guessing from many addresses. A browser on which the account signed in before has a count of its own and none of
// these: whatever strangers try, it is let in.
export const LOG_IN_LIMITS = { accountAtAddress: 5, account: 50, address: 50, device: 10 } as const;

/**
 * Checks e-mail and password. A wrong password and an unknown e-mail give the same answer after the same work.
 * Every try is counted before it is checked, so that tries at the same moment can't slip through; success gives it back.
 */
export async function logIn({ db, input }: { db: Db; input: LogInInput }): Promise<LogInResult> {
  const parsed = LogInInput.safeParse(input);
  if (!parsed.success) return { outcome: "refused" };
  const { email, password, address, device, locale } = parsed.data;
  const from = network(address);
  const own = device ? counter("device", `${email}|${device}`) : counter("accountAtAddress", `${email}|${from}`);
  const [wide, all] = [counter("address", from), counter("account", email)];
  const throttled = await countTry(db, device ? [own] : [wide, own, all]);
  if (throttled) return { outcome: "throttled", ...throttled };

  const user = await db.user.findUnique({ where: { email } });
  if (!(await isPassword(user?.passwordHash ?? null, password)) || !user) return { outcome: "refused" };

  await Promise.all([forgetTries(db, own), giveBack(db, device ? [] : [wide, all])]);
  await db.$transaction((tx) => recordSignIn(tx, { id: user.id, name: user.name }, { now: new Date(), address, locale }, { by: "password" }));
  return { outcome: "welcome", person: { id: user.id, email: user.email, name: user.name, sessionVersion: user.sessionVersion } };
}

function counter(kind: keyof typeof LOG_IN_LIMITS, key: string): Counter {
  return { kind: `logIn.${kind}`, key, most: LOG_IN_LIMITS[kind] };
}
