import { queryBatch } from "@/lib/db/batch";
import type { Db } from "@/lib/db/client";
import { BREAKER } from "@/lib/domain/breaker";
import { DELIVERY_LIMITS } from "@/lib/domain/delivery-limits";
import { MIN_BACKOFF_SEC, RETRY_DELAYS_SEC, RETRY_JITTER } from "@/lib/domain/retry";

/** A little more than two clocks of one machine ever differ by. */
const SLACK_SEC = 5;

/**
 * Brings back what lies farther in the future than it can: leases longer than a lease, first attempts that wait, retries, probes and paces
 * beyond their schedule. Such times are what is left when the database's clock is set back, and without this all would wait until
 * the old time comes again. It reads all that waits, so it is for the rare moment; done twice it changes nothing more.
 */
export async function mendTimes(db: Db, leaseSec: number = DELIVERY_LIMITS.leaseSec): Promise<void> {
  // Retry-After may double a delay, a timeout makes it a minute at least.
  const longest = RETRY_DELAYS_SEC.map((sec) => Math.max(sec * Math.max(2, 1 + RETRY_JITTER), MIN_BACKOFF_SEC) + SLACK_SEC);
  await queryBatch(db, `
    UPDATE queue SET lease_until = now() WHERE claim_id IS NOT NULL AND lease_until > now() + make_interval(secs => $1)`, [leaseSec * 2 + SLACK_SEC]);
  await queryBatch(db, "UPDATE claim_shares SET held_until = now() WHERE held_until > now() + make_interval(secs => $1)", [leaseSec * 2 + SLACK_SEC]);
  await queryBatch(db, `
    WITH late AS (
      SELECT q.delivery_id, q.event_id, CASE
        WHEN q.trigger <> 'retry' OR q.schedule_step = 0 THEN $2::float8
        WHEN cardinality(s.retry_waits_sec) > 0 THEN greatest(s.retry_waits_sec[least(q.schedule_step, cardinality(s.retry_waits_sec))] * 2, $3) + $2
        ELSE ($1::float8[])[least(q.schedule_step, cardinality($1::float8[]) - 1) + 1] END AS most
      FROM queue q JOIN subscriptions s ON s.id = q.subscription_id WHERE q.due_at > now() + make_interval(secs => $2)
    ), mended AS (
      UPDATE queue q SET due_at = now() + make_interval(secs => CASE WHEN l.most > $2 THEN l.most / 2 ELSE 0 END)
      FROM late l WHERE q.delivery_id = l.delivery_id AND q.claim_id IS NULL AND q.due_at > now() + make_interval(secs => l.most)
      RETURNING q.delivery_id, q.event_id, q.due_at
    )
    UPDATE deliveries d SET next_attempt_at = m.due_at FROM mended m WHERE d.event_id = m.event_id AND d.id = m.delivery_id`, [longest, SLACK_SEC, MIN_BACKOFF_SEC]);
  await queryBatch(db, `
    UPDATE endpoint_states SET probe_at = least(probe_at, now()), tokens_at = least(tokens_at, now()), draining_since = least(draining_since, now())
    WHERE probe_at > now() + make_interval(secs => $1) OR tokens_at > now() + make_interval(secs => $2) OR draining_since > now() + make_interval(secs => $2)`,
    [BREAKER.lastProbeMs / 1_000 + leaseSec + SLACK_SEC, SLACK_SEC]);
  await queryBatch(db, "UPDATE worker_heartbeats SET beat_at = now() WHERE beat_at > now() + make_interval(secs => $1)", [SLACK_SEC]);
}
