import type { Db } from "@/lib/db/client";
import { uuidFloor } from "@/lib/domain/ids";
import { AVISO_VERSION } from "@/lib/domain/version";
import { historyStart, RETENTION_DAYS } from "@/lib/domain/retention";
import { dropOlderThan, listClaimants, releaseWorkers } from "@/lib/queue/claim";
import { mendTimes } from "@/lib/queue/mend-times";
import { rollUp } from "@/lib/services/counts";
import { deleteExpiredTries } from "@/lib/services/people/throttle";
import { cancelWaiting } from "@/lib/services/subscriptions/cancel-waiting";
import { isKnownDead } from "./identity";

/** Days for which partitions are made ahead: a worker may be down that long and no event finds its day missing. */
const DAYS_AHEAD = 14;
/** For a day to be dropped: files of many gigabytes take a while to go. */
const DROP_MS = 20_000;
/** An answer may be this late and no clock was set back. */
const CLOCK_SLACK_MS = 5_000;

/**
 * Makes the days' partitions, drops those past retention, and what else is kept for a time only. Days are UTC's.
 * @throws AggregateError when a part failed; the other parts were done all the same
 */
export async function keepHouse(db: Db, now: Date = new Date(), leaseSec?: number): Promise<void> {
  const start = historyStart(now);
  const today = now.toISOString().slice(0, 10);
  const parts = [
    () => db.$queryRaw`SELECT aviso_ensure_partitions(${today}::date - ${RETENTION_DAYS}::int, ${today}::date + ${DAYS_AHEAD}::int)`,
    () => dropDays(db, start),
    () => dropOlderThan(db, start),
    () => cancelWaiting(db),
    () => mendTimes(db, leaseSec),
    () => db.$executeRaw`DELETE FROM hourly_counts WHERE hour < ${start.toISOString()}::timestamptz - interval '1 day'`,
    // Of hours that are over; what waits again there gets its row again.
    () => db.$executeRaw`DELETE FROM hourly_counts WHERE outcome = 'waiting' AND count <= 0 AND hour < ${now.toISOString()}::timestamptz - interval '2 hours'`,
    () => rollUp(db, now),
    () => db.$executeRaw`DELETE FROM daily_counts WHERE day < ${start.toISOString()}::timestamptz - interval '1 day'`,
    () => db.$executeRaw`DELETE FROM idempotency_keys WHERE created_at < ${start.toISOString()}::timestamptz`,
    // Longer than any schedule of retries.
    () => db.$executeRaw`DELETE FROM trace_contexts WHERE event_id < ${uuidFloor(new Date(now.getTime() - 2 * 86_400_000))}::uuid`,
    () => db.$executeRaw`DELETE FROM notices WHERE created_at < ${start.toISOString()}::timestamptz`,
    () => db.$executeRaw`DELETE FROM receiver_requests WHERE received_at < ${now.toISOString()}::timestamptz - interval '7 days'`,
    () => deleteExpiredTries(db, now),
    () => db.$executeRaw`DELETE FROM worker_heartbeats WHERE beat_at < ${now.toISOString()}::timestamptz - interval '1 hour'`,
  ];
  await doAll(parts);
}

/**
 * Drops the days before a moment, each by itself, so that after a long pause of all workers none waits for the others.
 * @throws AggregateError when a day could not be dropped; the others were all the same
 */
async function dropDays(db: Db, before: Date): Promise<void> {
  const days = await db.$queryRaw<{ tables: string[] }[]>`
    SELECT array_agg(format('%I', c.relname) ORDER BY c.relname) AS tables FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent IN ('events'::regclass, 'verdicts'::regclass, 'deliveries'::regclass, 'attempts'::regclass, 'search_terms'::regclass)
      AND right(c.relname, 8) ~ '^[0-9]{8}$' AND to_date(right(c.relname, 8), 'YYYYMMDD') < ${before.toISOString().slice(0, 10)}::date
    GROUP BY right(c.relname, 8) ORDER BY right(c.relname, 8)`;
  await doAll(days.map(({ tables }) => () =>
    db.$transaction(async (tx) => {
      // Dropping waits for readers, and whoever comes later waits behind it: rather try again in an hour.
      await tx.$executeRaw`SET LOCAL lock_timeout = '3s'`;
      // As aviso_drop_partitions does, so that no two workers drop or make days at once.
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('aviso_partitions'))::text`;
      await tx.$executeRawUnsafe(`DROP TABLE IF EXISTS ${tables.join(", ")}`);
    }, { timeout: DROP_MS })));
}

/** Does one after the other, whatever becomes of those before. */
async function doAll(parts: (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const part of parts) await part().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw new AggregateError(errors, errors.map((error) => (error instanceof Error ? error.message : String(error))).join("; "));
}

/** Says that this worker lives, by the database's clock, the only one that all share. @returns that clock's time */
export async function beat(db: Db, worker: { id: string; startedAt: Date; inFlight: number }): Promise<Date> {
  const [row] = await db.$queryRaw<{ at: Date }[]>`
    INSERT INTO worker_heartbeats (worker_id, started_at, beat_at, in_flight, version)
    VALUES (${worker.id}, ${worker.startedAt.toISOString()}::timestamptz, now(), ${worker.inFlight}::int, ${AVISO_VERSION})
    ON CONFLICT (worker_id) DO UPDATE SET beat_at = now(), in_flight = excluded.in_flight, version = excluded.version
    RETURNING beat_at AS at`;
  return row!.at;
}

/** Gives back what the dead of this machine held. @returns whether there was any */
export async function buryDead(db: Db, ownId: string): Promise<boolean> {
  const dead = (await listClaimants(db)).filter((id) => isKnownDead(id, ownId));
  await releaseWorkers(db, dead);
  return dead.length > 0;
}

/**
 * Watches the database's clock against one that nobody sets. @returns a function that is given each of its times, with the
 * milliseconds of that other clock, and says whether it was set back since the last one
 */
export function watchClock(): (at: Date, steadyMs: number) => boolean {
  let last: { at: number; steadyMs: number } | undefined;
  return (at, steadyMs) => {
    const isSetBack = last !== undefined && at.getTime() < last.at + (steadyMs - last.steadyMs) - CLOCK_SLACK_MS;
    last = { at: at.getTime(), steadyMs };
    return isSetBack;
  };
}
