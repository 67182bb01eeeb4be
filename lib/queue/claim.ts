import type { Db } from "@/lib/db/client";
import { DELIVERY_LIMITS } from "@/lib/domain/delivery-limits";
import { uuidFloor } from "@/lib/domain/ids";

/** How long a claim holds without a sign of life. Longer than any request may take, so that a live worker never loses one. */
const LEASE_SEC = DELIVERY_LIMITS.leaseSec;

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
 * for (resend, test) goes out all the same. Those with the least in flight come first.
 * @param request.limitPerSubscription a second limit beside the subscription's own, for a worker that is nearly full
 */
export async function claimDue(db: Db, request: { workerId: string; limit: number; limitPerSubscription?: number }): Promise<Claim[]> {
  const limitPerSubscription = request.limitPerSubscription ?? request.limit;
  // One claim at a time: of two that count what is in flight at the same moment, each would fill the limit.
  const lock = db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('aviso_claim'))`;
  // The recursive part walks the index from one subscription to the next instead of reading the whole queue.
  const claim = db.$queryRaw<
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
        LIMIT greatest(least(s.max_in_flight, ${limitPerSubscription}::int) - flying.n, 0)
        FOR UPDATE SKIP LOCKED) AS d
      ORDER BY flying.n + row_number() OVER (PARTITION BY s.id ORDER BY d.due_at, d.delivery_id), d.due_at, d.delivery_id LIMIT ${request.limit}
    )
    UPDATE queue q SET worker_id = ${request.workerId}, claim_id = gen_random_uuid(), lease_until = now() + make_interval(secs => ${LEASE_SEC})
    FROM due WHERE q.delivery_id = due.delivery_id
    RETURNING q.delivery_id::text, q.event_id::text, q.subscription_id::text, q.claim_id::text, q.schedule_step, q.trigger, q.requested_by, q.resume_due_at`;
  const [, rows] = await db.$transaction([lock, claim]);
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

/** Makes leases longer by a whole one from now: the worker lives and is at it. */
export async function extendLeases(db: Db, claims: Claim[]): Promise<void> {
  if (claims.length === 0) return;
  await db.$executeRaw`
    UPDATE queue SET lease_until = now() + make_interval(secs => ${LEASE_SEC})
    WHERE delivery_id = ANY(${claims.map((claim) => claim.deliveryId)}::uuid[]) AND claim_id = ANY(${claims.map((claim) => claim.claimId)}::uuid[])`;
}

/** Gives claims back unused, due as they were. */
export async function releaseClaims(db: Db, claims: Claim[]): Promise<void> {
  if (claims.length === 0) return;
  await db.$executeRaw`
    UPDATE queue SET lease_until = NULL, claim_id = NULL, worker_id = NULL
    WHERE delivery_id = ANY(${claims.map((claim) => claim.deliveryId)}::uuid[]) AND claim_id = ANY(${claims.map((claim) => claim.claimId)}::uuid[])`;
}

/** Takes claims out of the queue for good: what they were to send is gone. */
export async function dropClaims(db: Db, claims: Claim[]): Promise<void> {
  if (claims.length === 0) return;
  await db.$executeRaw`
    DELETE FROM queue
    WHERE delivery_id = ANY(${claims.map((claim) => claim.deliveryId)}::uuid[]) AND claim_id = ANY(${claims.map((claim) => claim.claimId)}::uuid[])`;
}

/** Takes out what belongs to events from before a moment: their history is dropped with their day. */
export async function dropOlderThan(db: Db, before: Date): Promise<number> {
  return db.$executeRaw`DELETE FROM queue WHERE event_id < ${uuidFloor(before)}::uuid`;
}
