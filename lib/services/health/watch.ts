import { type Db, poolOf } from "@/lib/db/client";
import { metrics } from "@/lib/metrics";
import { BEAT_MAX_AGE_SEC } from "./check";

/** Several who ask within this time get the same answer: counting a long queue is work. */
const KEPT_MS = 5_000;

/** Has the queue, the endpoints, the workers and the pool looked at whenever metrics are asked for. */
export function watchHouse(db: Db): void {
  let readAt = -Infinity;
  metrics.collectors.push(() => {
    const { totalCount, idleCount, waitingCount } = poolOf(db);
    metrics.pool.set({ state: "open" }, totalCount);
    metrics.pool.set({ state: "idle" }, idleCount);
    metrics.pool.set({ state: "waiting" }, waitingCount);
  }, async () => {
    if (performance.now() - readAt < KEPT_MS) return;
    readAt = performance.now();
    try {
      await readHouse(db);
      metrics.databaseUp.set(1);
    } catch {
      // What cannot be read is not told, rather than told wrong.
      metrics.databaseUp.set(0);
      for (const gauge of [metrics.queueDepth, metrics.oldestDueSeconds, metrics.endpoints, metrics.liveWorkers]) gauge.reset();
    }
  });
}

async function readHouse(db: Db): Promise<void> {
  const [queue] = await db.$queryRaw<[{ due: number; later: number; held: number; oldest_sec: number; workers: number }]>`
    SELECT count(*) FILTER (WHERE is_open AND due_at <= now())::int AS due, count(*) FILTER (WHERE is_open AND due_at > now())::int AS later,
      count(*) FILTER (WHERE NOT is_open)::int AS held, greatest(0, coalesce(extract(epoch FROM now() - min(due_at) FILTER (WHERE is_open)), 0))::float8 AS oldest_sec,
      (SELECT count(*)::int FROM worker_heartbeats WHERE beat_at > now() - make_interval(secs => ${BEAT_MAX_AGE_SEC})) AS workers
    FROM (
      SELECT q.due_at, q.trigger IN ('test', 'resend') OR (s.status = 'active' AND s.deleted_at IS NULL AND e.down_since IS NULL) AS is_open
      FROM queue q JOIN subscriptions s ON s.id = q.subscription_id LEFT JOIN endpoint_states e ON e.subscription_id = s.id) AS outstanding`;
  const endpoints = await db.$queryRaw<{ state: string; count: number }[]>`
    SELECT CASE WHEN s.status <> 'active' THEN s.status WHEN e.down_since IS NOT NULL THEN 'down' ELSE 'up' END AS state, count(*)::int AS count
    FROM subscriptions s LEFT JOIN endpoint_states e ON e.subscription_id = s.id WHERE s.deleted_at IS NULL GROUP BY 1`;
  for (const state of ["due", "later", "held"] as const) metrics.queueDepth.set({ state }, queue[state]);
  metrics.oldestDueSeconds.set(queue.oldest_sec);
  metrics.liveWorkers.set(queue.workers);
  for (const state of ["up", "down", "paused", "disabled"]) metrics.endpoints.set({ state }, endpoints.find((one) => one.state === state)?.count ?? 0);
}
