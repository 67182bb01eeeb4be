import { queryBatch } from "@/lib/db/batch";
import type { Db } from "@/lib/db/client";
import { BREAKER } from "@/lib/domain/breaker";
import { DELIVERY_LIMITS } from "@/lib/domain/delivery-limits";
import { uuidFloor } from "@/lib/domain/ids";

export interface Claim {
  deliveryId: string;
  eventId: string;
  subscriptionId: string;
  claimId: string;
  scheduleStep: number;
  trigger: "first" | "retry" | "resend" | "test" | "drain" | "replay";
  requestedBy: string | null;
  resumeDueAt: Date | null;
  /** Let through although the endpoint is down, to see whether it is up again. */
  isProbe: boolean;
  /** How many requests at once the worker may make to this subscription's endpoint. */
  slots: number;
  /** When the lease is over at the earliest, by `performance.now()`, which no change of the clock moves. */
  leaseEndsAt: number;
}

/** What a worker has of one subscription. */
export interface Own {
  /** Claimed, and being sent or waiting for its turn. */
  held: number;
  /** How many to claim beyond what may be sent at once. */
  ahead: number;
}

interface ClaimRequest {
  workerId: string;
  limit: number;
  /** Requests at once for any subscription, beside its own limit: for a worker that is nearly full. */
  mostSlots?: number;
  /** What this worker has of each subscription already, and wants beyond; the claim counts on it. */
  own?: ReadonlyMap<string, Own>;
  /** How long a claim holds without a sign of life. */
  leaseSec?: number;
  /** How often some worker looks from the queue's start, and not only from where claims got to; 0: always. */
  wholeSec?: number;
  /** Instead of the database's clock: for tests. */
  now?: Date;
}

/**
 * Claims what is due, for one worker. Each subscription's limit is shared out among the workers, so that a slow endpoint
 * holds its own deliveries only, and its rate is kept to. Paused and disabled ones hold theirs, and an endpoint that is
 * down gets one probe at a time; what a person asked for (resend, test) goes out all the same. Those with the least in
 * flight come first.
 */
export async function claimDue(db: Db, request: ClaimRequest): Promise<Claim[]> {
  const own = [...(request.own ?? [])];
  const leaseSec = request.leaseSec ?? DELIVERY_LIMITS.leaseSec;
  // Before the database begins it, so that here it is never thought longer than there.
  const leaseEndsAt = performance.now() + leaseSec * 1_000;
  const rows = await queryBatch<Row>(db, LEASE, [
    request.workerId, request.limit, leaseSec, request.mostSlots ?? 1_000, own.map(([id]) => id), own.map(([, { ahead }]) => ahead), own.map(([, { held }]) => held),
    BREAKER.drainPerSec, BREAKER.drainDoubleSec, BREAKER.drainSec, request.wholeSec ?? 0, request.now ?? null,
  ]);
  return rows.map((row) => toClaim(row, leaseEndsAt));
}

const LEASE = `
  SELECT delivery_id, event_id, subscription_id, claim_id, schedule_step, trigger, requested_by, resume_due_at, slots, is_probe
  FROM aviso_lease($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

interface Row {
  delivery_id: string; event_id: string; subscription_id: string; claim_id: string; schedule_step: number; trigger: Claim["trigger"];
  requested_by: string | null; resume_due_at: Date | null; slots: number; is_probe: boolean;
}

function toClaim(row: Row, leaseEndsAt: number): Claim {
  return {
    leaseEndsAt,
    deliveryId: row.delivery_id, eventId: row.event_id, subscriptionId: row.subscription_id, claimId: row.claim_id,
    scheduleStep: row.schedule_step, trigger: row.trigger, requestedBy: row.requested_by, resumeDueAt: row.resume_due_at, isProbe: row.is_probe, slots: row.slots,
  };
}

/**
 * Makes leases longer by a whole one from now: the worker lives and is at it. What is just being recorded is left alone: to wait for it, while
 * it waits in another order for what is locked here already, would end in a deadlock, and Postgres takes a second to see one.
 * @returns the claims that are lost: their leases ran out, and somebody else has them or has done them
 */
export async function extendLeases(db: Db, workerId: string, claims: Claim[], leaseSec: number = DELIVERY_LIMITS.leaseSec): Promise<Claim[]> {
  if (claims.length === 0) return [];
  await queryBatch(db, "UPDATE claim_shares SET held_until = now() + make_interval(secs => $2) WHERE worker_id = $1", [workerId, leaseSec]);
  const leaseEndsAt = performance.now() + leaseSec * 1_000;
  const rows = await queryBatch<{ id: string; isExtended: boolean }>(db, `
    WITH known AS MATERIALIZED (
      SELECT delivery_id, claim_id FROM queue WHERE delivery_id = ANY($1::uuid[]) AND claim_id = ANY($2::uuid[])
    ), free AS MATERIALIZED (
      SELECT q.delivery_id FROM queue q JOIN known k USING (delivery_id, claim_id) FOR UPDATE OF q SKIP LOCKED
    ), extended AS (
      UPDATE queue q SET lease_until = now() + make_interval(secs => $3) FROM free f WHERE q.delivery_id = f.delivery_id RETURNING q.claim_id
    )
    SELECT claim_id::text AS id, claim_id IN (SELECT claim_id FROM extended) AS "isExtended" FROM known`,
    [claims.map((claim) => claim.deliveryId), claims.map((claim) => claim.claimId), leaseSec]);
  const held = new Map(rows.map((row) => [row.id, row.isExtended]));
  for (const claim of claims) if (held.get(claim.claimId)) claim.leaseEndsAt = leaseEndsAt;
  return claims.filter((claim) => !held.has(claim.claimId));
}

/** Gives back what is claimed in a worker's name without its knowing: the answer to a claim was lost on the way. */
export async function releaseUnknown(db: Db, workerId: string, known: Claim[]): Promise<void> {
  await queryBatch(db, `
    UPDATE queue SET lease_until = NULL, claim_id = NULL, worker_id = NULL
    WHERE claim_id IS NOT NULL AND worker_id = $1 AND claim_id <> ALL($2::uuid[])`, [workerId, known.map((claim) => claim.claimId)]);
}

/** The workers that hold claims. */
export async function listClaimants(db: Db): Promise<string[]> {
  return (await queryBatch<{ id: string }>(db, "SELECT DISTINCT worker_id AS id FROM claim_shares", [])).map((row) => row.id);
}

/** Gives back all that these workers hold: they are dead, and nobody need wait for their leases to end. */
export async function releaseWorkers(db: Db, workerIds: string[]): Promise<void> {
  if (workerIds.length === 0) return;
  await queryBatch(db, "UPDATE queue SET lease_until = NULL, claim_id = NULL, worker_id = NULL WHERE claim_id IS NOT NULL AND worker_id = ANY($1::text[])", [workerIds]);
  await queryBatch(db, "DELETE FROM claim_shares WHERE worker_id = ANY($1::text[])", [workerIds]);
  await queryBatch(db, "DELETE FROM worker_heartbeats WHERE worker_id = ANY($1::text[])", [workerIds]);
}

/** Leaves to others what a worker had of the subscriptions' limits: it sends nothing more. */
export async function dropShares(db: Db, workerId: string): Promise<void> {
  await queryBatch(db, "DELETE FROM claim_shares WHERE worker_id = $1", [workerId]);
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
