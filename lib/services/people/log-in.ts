import { RateLimiterPrisma, type RateLimiterRes } from "rate-limiter-flexible";
import { z } from "zod";
import type { Db } from "@/lib/db/client";
import { LOCALES } from "@/lib/domain/locale";
import { isPassword } from "./password";

export const LogInInput = z.object({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: z.string().min(1).max(1_000),
  /** The client's network address. */
  address: z.string().max(100),
  /** The language of the page that is signed in at. */
  locale: z.enum(LOCALES).optional(),
});
export type LogInInput = z.input<typeof LogInInput>;

export type LogInResult =
  | { outcome: "welcome"; person: { id: string; email: string; name: string; sessionVersion: number } }
  | { outcome: "refused" }
  | { outcome: "throttled"; retryAfterSec: number };

const WINDOW_SEC = 15 * 60;
// By account and address first, so that a stranger elsewhere can't lock a person out; the account's own limit is what
// stops guessing from many addresses, the address's what stops one machine from trying many accounts.
export const LOG_IN_LIMITS = { accountAtAddress: 5, account: 50, address: 50 } as const;

/**
 * Checks e-mail and password. A wrong password and an unknown e-mail give the same answer after the same work.
 * Every try is counted before it is checked, so that tries at the same moment can't slip through; success gives it back.
 */
export async function logIn({ db, input }: { db: Db; input: LogInInput }): Promise<LogInResult> {
  const parsed = LogInInput.safeParse(input);
  if (!parsed.success) return { outcome: "refused" };
  const { email, password, address, locale } = parsed.data;
  const counters = [
    { limiter: limiter(db, "accountAtAddress"), key: `${email}|${address}` },
    { limiter: limiter(db, "account"), key: email },
    { limiter: limiter(db, "address"), key: address },
  ];
  const tries = await Promise.all(counters.map(({ limiter, key }) => limiter.consume(key).then(() => null, exceeded)));
  const waitMs = Math.max(...tries.map((result) => result?.msBeforeNext ?? 0));
  if (tries.some((result) => result !== null)) return { outcome: "throttled", retryAfterSec: Math.max(1, Math.ceil(waitMs / 1000)) };

  const user = await db.user.findUnique({ where: { email } });
  if (!(await isPassword(user?.passwordHash ?? null, password)) || !user) return { outcome: "refused" };

  const [pair, ...others] = counters;
  await Promise.all([pair!.limiter.delete(pair!.key), ...others.map(({ limiter, key }) => limiter.reward(key))]);
  await db.user.update({ where: { id: user.id }, data: { lastSignInAt: new Date(), browserLocale: locale } });
  return { outcome: "welcome", person: { id: user.id, email: user.email, name: user.name, sessionVersion: user.sessionVersion } };
}

function limiter(db: Db, kind: keyof typeof LOG_IN_LIMITS): RateLimiterPrisma {
  return new RateLimiterPrisma({
    storeClient: db,
    tableName: "rateLimiterFlexible",
    keyPrefix: `logIn.${kind}`,
    points: LOG_IN_LIMITS[kind],
    duration: WINDOW_SEC,
    clearExpiredByTimeout: false,
  });
}

// The limiter rejects with its result when the limit is passed, and with an Error when the database failed.
function exceeded(reason: RateLimiterRes | Error): RateLimiterRes {
  if (reason instanceof Error) throw reason;
  return reason;
}
