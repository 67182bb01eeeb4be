import { RateLimiterPrisma, type RateLimiterRes } from "rate-limiter-flexible";
import type { Db } from "@/lib/db/client";

/** Something that may be tried so many times in a quarter of an hour. Counted in the database, for all web processes together. */
export interface Counter { kind: string; key: string; most: number }

const WINDOW_SEC = 15 * 60;
const MOST_DELETED_AT_ONCE = 10_000;

/**
 * Counts a try, before it is looked at, so that tries at the same moment can't slip through. The first counter that is used up ends
 * it: what comes after is not counted, and where a stranger chooses its key, no row of it is made.
 * @returns how long to wait, or null when it may go on
 */
export async function countTry(db: Db, counters: readonly Counter[]): Promise<{ retryAfterSec: number } | null> {
  for (const counter of counters) {
    const exceededBy = await limiter(db, counter).consume(counter.key).then(() => null, exceeded);
    if (exceededBy) return { retryAfterSec: Math.max(1, Math.ceil(exceededBy.msBeforeNext / 1000)) };
  }
  return null;
}

/** Gives tries back to who turned out to be right. */
export async function giveBack(db: Db, counters: readonly Counter[], tries = 1): Promise<void> {
  await Promise.all(counters.map((counter) => limiter(db, counter).reward(counter.key, tries)));
}

/** Takes away what no longer counts. */
export async function deleteExpiredTries(db: Db, now: Date): Promise<void> {
  const deleteSome = () => db.$executeRaw`
    DELETE FROM rate_limits WHERE key IN (
      SELECT key FROM rate_limits WHERE expire < ${now.toISOString()}::timestamptz ORDER BY expire LIMIT ${MOST_DELETED_AT_ONCE}::int FOR UPDATE SKIP LOCKED)`;
  while ((await deleteSome()) === MOST_DELETED_AT_ONCE);
}

/** Forgets all tries. */
export async function forgetTries(db: Db, counter: Counter): Promise<void> {
  await limiter(db, counter).delete(counter.key);
}

function limiter(db: Db, { kind, most }: Counter): RateLimiterPrisma {
  return new RateLimiterPrisma({ storeClient: db, tableName: "rateLimiterFlexible", keyPrefix: kind, points: most, duration: WINDOW_SEC, clearExpiredByTimeout: false });
}

// The limiter rejects with its result when the limit is passed, and with an Error when the database failed.
function exceeded(reason: RateLimiterRes | Error): RateLimiterRes {
  if (reason instanceof Error) throw reason;
  return reason;
}
