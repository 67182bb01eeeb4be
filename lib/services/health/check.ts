import type { Db } from "@/lib/db/client";

// Workers beat every 5 s; three missed beats and a little more is a dead one.
export const BEAT_MAX_AGE_SEC = 20;

export interface Health {
  isHealthy: boolean;
  database: "up" | "down";
  worker: { isAlive: boolean; lastBeatAt: Date | null };
  /** What is outstanding, held deliveries left out; the age is that of the longest overdue one. */
  queue: { depth: number; oldestDueAgeSec: number } | null;
}

/** Whether the database answers, a worker lives, and how far the queue is behind. Of the whole house, not of a workspace. */
export async function checkHealth({ db }: { db: Db }): Promise<Health> {
  try {
    const [row] = await db.$queryRaw<{ last_beat_at: Date | null; is_alive: boolean; depth: number; age_sec: number }[]>`
      SELECT beat.at AS last_beat_at, coalesce(beat.at > now() - make_interval(secs => ${BEAT_MAX_AGE_SEC}), false) AS is_alive,
        sendable.depth, greatest(0, coalesce(extract(epoch FROM now() - sendable.oldest), 0))::int AS age_sec
      FROM (SELECT max(beat_at) AS at FROM worker_heartbeats) AS beat, (
        SELECT count(*)::int AS depth, min(q.due_at) AS oldest
        FROM queue q JOIN subscriptions s ON s.id = q.subscription_id LEFT JOIN endpoint_states e ON e.subscription_id = s.id
        WHERE q.trigger IN ('test', 'resend') OR (s.status = 'active' AND s.deleted_at IS NULL AND e.down_since IS NULL)) AS sendable`;
    return {
      isHealthy: row!.is_alive,
      database: "up",
      worker: { isAlive: row!.is_alive, lastBeatAt: row!.last_beat_at },
      queue: { depth: row!.depth, oldestDueAgeSec: row!.age_sec },
    };
  } catch {
    // Any failure of the query means the same to who asks: this house cannot take events now.
    return { isHealthy: false, database: "down", worker: { isAlive: false, lastBeatAt: null }, queue: null };
  }
}
