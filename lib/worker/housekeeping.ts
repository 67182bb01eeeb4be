import type { Db } from "@/lib/db/client";
import { AVISO_VERSION } from "@/lib/domain/version";
import { historyStart, RETENTION_DAYS } from "@/lib/domain/retention";
import { dropOlderThan } from "@/lib/queue/claim";
import { cancelWaiting } from "@/lib/services/subscriptions/cancel-waiting";

/** Days for which partitions are made ahead: a worker may be down that long and no event finds its day missing. */
const DAYS_AHEAD = 14;

/**
 * Makes the days' partitions, drops those past retention, and what else is kept for a time only. Days are UTC's.
 * @throws AggregateError when a part failed; the other parts were done all the same
 */
export async function keepHouse(db: Db, now: Date = new Date()): Promise<void> {
  const start = historyStart(now);
  const today = now.toISOString().slice(0, 10);
  const parts = [
    () => db.$queryRaw`SELECT aviso_ensure_partitions(${today}::date - ${RETENTION_DAYS}::int, ${today}::date + ${DAYS_AHEAD}::int)`,
    () =>
      // Dropping waits for readers, and whoever comes later waits behind it: rather try again in an hour.
      db.$transaction([
        db.$executeRaw`SET LOCAL lock_timeout = '3s'`,
        db.$queryRaw`SELECT aviso_drop_partitions(${start.toISOString().slice(0, 10)}::date)`,
      ]),
    () => dropOlderThan(db, start),
    () => cancelWaiting(db),
    () => db.$executeRaw`DELETE FROM hourly_counts WHERE hour < ${start.toISOString()}::timestamptz - interval '1 day'`,
    () => db.$executeRaw`DELETE FROM idempotency_keys WHERE created_at < ${start.toISOString()}::timestamptz`,
    () => db.$executeRaw`DELETE FROM notices WHERE created_at < ${start.toISOString()}::timestamptz`,
    () => db.$executeRaw`DELETE FROM receiver_requests WHERE received_at < ${now.toISOString()}::timestamptz - interval '7 days'`,
    () => db.$executeRaw`DELETE FROM worker_heartbeats WHERE beat_at < ${now.toISOString()}::timestamptz - interval '1 hour'`,
  ];
  const errors: unknown[] = [];
  for (const part of parts) await part().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw new AggregateError(errors, errors.map((error) => (error instanceof Error ? error.message : String(error))).join("; "));
}

/** Says that this worker lives. */
export async function beat(db: Db, worker: { id: string; startedAt: Date; inFlight: number }): Promise<void> {
  const facts = { beatAt: new Date(), inFlight: worker.inFlight, version: AVISO_VERSION };
  await db.workerHeartbeat.upsert({
    where: { workerId: worker.id },
    create: { workerId: worker.id, startedAt: worker.startedAt, ...facts },
    update: facts,
  });
}
