import type { Db } from "@/lib/db/client";
import { RETENTION_DAYS } from "@/lib/domain/retention";
import { AVISO_VERSION } from "@/lib/delivery/attempt";

/** Days for which partitions are made ahead: a worker may be down that long and no event finds its day missing. */
const DAYS_AHEAD = 14;

/** Makes the coming days' partitions, drops those past retention, and what else is kept for a time only. */
export async function keepHouse(db: Db): Promise<void> {
  await db.$queryRaw`SELECT aviso_ensure_partitions(current_date - 1, current_date + ${DAYS_AHEAD}::int)`;
  await db.$queryRaw`SELECT aviso_drop_partitions(current_date - ${RETENTION_DAYS}::int)`;
  await db.$executeRaw`DELETE FROM hourly_counts WHERE hour < now() - make_interval(days => ${RETENTION_DAYS + 1}::int)`;
  await db.$executeRaw`DELETE FROM idempotency_keys WHERE created_at < now() - make_interval(days => ${RETENTION_DAYS}::int)`;
  await db.$executeRaw`DELETE FROM receiver_requests WHERE received_at < now() - interval '7 days'`;
  await db.$executeRaw`DELETE FROM worker_heartbeats WHERE beat_at < now() - interval '1 hour'`;
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
