import type { Db } from "@/lib/db/client";

/** How long a claim holds without a result. Longer than any request may take (30 s), so a live worker never loses one. */
export const LEASE_SEC = 60;

export interface Claim {
  deliveryId: string;
  eventId: string;
  subscriptionId: string;
  claimId: string;
  scheduleStep: number;
  trigger: "first" | "retry" | "resend" | "test" | "drain";
  requestedBy: string | null;
  resumeDueAt: Date | null;
}

/**
 * Claims what is due, for one worker. Each subscription gets at most what its limit leaves beside what is in flight,
 * so that a slow endpoint holds its own deliveries only. Paused and disabled ones hold theirs; what a person asked
 * for (resend, test) goes out all the same.
 */
export async function claimDue(db: Db, request: { workerId: string; limit: number }): Promise<Claim[]> {
  // The recursive part walks the index from one subscription to the next instead of reading the whole queue.
  const rows = await db.$queryRaw<
    { delivery_id: string; event_id: string; subscription_id: string; claim_id: string; schedule_step: number; trigger: Claim["trigger"]; requested_by: string | null; resume_due_at: Date | null }[]
  >`
    WITH RECURSIVE queued AS (
      (SELECT subscription_id FROM queue ORDER BY subscription_id LIMIT 1)
      UNION ALL
      SELECT (SELECT q.subscription_id FROM queue q WHERE q.subscription_id > queued.subscription_id ORDER BY q.subscription_id LIMIT 1)
      FROM queued WHERE queued.subscription_id IS NOT NULL
    ), due AS MATERIALIZED (
      SELECT d.delivery_id FROM queued
      JOIN subscriptions s ON s.id = queued.subscription_id AND s.deleted_at IS NULL
      CROSS JOIN LATERAL (SELECT count(*) AS n FROM queue q WHERE q.subscription_id = s.id AND q.lease_until > now()) AS flying
      CROSS JOIN LATERAL (
        SELECT q.delivery_id, q.due_at FROM queue q
        WHERE q.subscription_id = s.id AND q.due_at <= now() AND (q.lease_until IS NULL OR q.lease_until <= now())
          AND (s.status = 'active' OR q.trigger IN ('resend', 'test'))
        ORDER BY q.due_at, q.delivery_id
        LIMIT greatest(s.max_in_flight - flying.n, 0)
        FOR UPDATE SKIP LOCKED) AS d
      ORDER BY d.due_at, d.delivery_id LIMIT ${request.limit}
    )
    UPDATE queue q SET worker_id = ${request.workerId}, claim_id = gen_random_uuid(), lease_until = now() + make_interval(secs => ${LEASE_SEC})
    FROM due WHERE q.delivery_id = due.delivery_id
    RETURNING q.delivery_id::text, q.event_id::text, q.subscription_id::text, q.claim_id::text, q.schedule_step, q.trigger, q.requested_by, q.resume_due_at`;
  return rows.map((row) => ({
    deliveryId: row.delivery_id,
    eventId: row.event_id,
    subscriptionId: row.subscription_id,
    claimId: row.claim_id,
    scheduleStep: row.schedule_step,
    trigger: row.trigger,
    requestedBy: row.requested_by,
    resumeDueAt: row.resume_due_at,
  }));
}

/** Gives claims back unused, due as they were: what a worker that stops has not begun. */
export async function releaseClaims(db: Db, claims: Claim[]): Promise<void> {
  if (claims.length === 0) return;
  await db.$executeRaw`
    UPDATE queue SET lease_until = NULL, claim_id = NULL, worker_id = NULL
    WHERE claim_id = ANY(${claims.map((claim) => claim.claimId)}::uuid[])`;
  await db.$queryRaw`SELECT pg_notify('aviso_queue', '')::text`;
}
