import { RateLimiterPrisma, type RateLimiterRes } from "rate-limiter-flexible";
import type { Db } from "@/lib/db/client";

/** Something that may be tried so many times in a quarter of an hour. Counted in the database, for all web processes together. */
export interface Counter { kind: string; key: string; most: number }

const WINDOW_SEC = 15 * 60;

/** Counts a try, before it is looked at, so that tries at the same moment can't slip through. @returns how long to wait, or null when it may go on */
export async function countTry(db: Db, counters: readonly Counter[]): Promise<{ retryAfterSec: number } | null> {
  const tries = await Promise.all(counters.map((counter) => limiter(db, counter).consume(counter.key).then(() => null, exceeded)));
  const waitMs = Math.max(...tries.map((result) => result?.msBeforeNext ?? 0));
  return tries.some((result) => result !== null) ? { retryAfterSec: Math.max(1, Math.ceil(waitMs / 1000)) } : null;
}

/** Gives tries back to who turned out to be right. */
export async function giveBack(db: Db, counters: readonly Counter[], tries = 1): Promise<void> {
  await Promise.all(counters.map((counter) => limiter(db, counter).reward(counter.key, tries)));
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
