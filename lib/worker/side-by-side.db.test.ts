import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { attemptDelivery } from "@/lib/delivery/attempt";
import { loadJobs } from "@/lib/delivery/load";
import { recordAttempts } from "@/lib/delivery/record";
import { uuidTime } from "@/lib/domain/ids";
import { emptyResult } from "@/lib/outbound/result";
import type { Sender } from "@/lib/outbound/send";
import { claimDue } from "@/lib/queue/claim";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { sendEvents } from "@/lib/testing/send-events";

// While a new version is brought out its workers claim beside those of an older one, which call what the schema had for them
// and write with the statements of their time. These never change.
const MOST = 10;
const OLD_CLAIMS: Record<string, string> = {
  "the first version": `
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
      ORDER BY d.due_at, d.delivery_id LIMIT 50
    )
    UPDATE queue q SET worker_id = 'old', claim_id = gen_random_uuid(), lease_until = now() + make_interval(secs => 60)
    FROM due WHERE q.delivery_id = due.delivery_id
    RETURNING q.delivery_id::text, q.event_id::text, q.subscription_id::text, q.claim_id::text, q.schedule_step`,
  "a version that claimed ahead": "SELECT * FROM aviso_claim('old', 50, 60, 1000, '{}'::uuid[], '{}'::int[])",
  "a version that knew what is down": "SELECT * FROM aviso_claim('old', 50, 60, 1000, '{}'::uuid[], '{}'::int[], 10::real, 60::real, 600::real, NULL::timestamptz)",
  "a version with shares": "SELECT * FROM aviso_claim('old', 50, 60, 1000, '{}'::uuid[], '{}'::int[], '{}'::int[], 10::real, 60::real, 600::real, NULL::timestamptz)",
  "a version with marks": "SELECT * FROM aviso_claim('old', 50, 60, 1000, '{}'::uuid[], '{}'::int[], '{}'::int[], 10::real, 60::real, 600::real, 0::real, NULL::timestamptz)",
};

const OLD_RECORD = `
  WITH input AS (
    SELECT * FROM json_to_recordset($1::json) AS x(
      delivery_id uuid, event_id uuid, workspace_id uuid, subscription_id uuid, claim_id uuid, number int, trigger text, requested_by text,
      started_at timestamptz, duration_ms real, dns_ms real, connect_ms real, first_byte_ms real, download_ms real,
      remote_address text, request_url text, request_headers json, response_status int, response_headers json, response_body text,
      response_encoding text, response_bytes int, response_truncated boolean, failure_kind text, failure_detail text, worker_id text,
      new_status text, next_due timestamptz, next_step int)
  ), ended AS (
    DELETE FROM queue q USING input i
    WHERE q.delivery_id = i.delivery_id AND q.claim_id = i.claim_id AND i.next_due IS NULL RETURNING q.delivery_id
  ), rescheduled AS (
    UPDATE queue q SET due_at = i.next_due, schedule_step = i.next_step, trigger = 'retry', requested_by = NULL, resume_due_at = NULL,
      lease_until = NULL, claim_id = NULL, worker_id = NULL
    FROM input i WHERE q.delivery_id = i.delivery_id AND q.claim_id = i.claim_id AND i.next_due IS NOT NULL RETURNING q.delivery_id
  ), taken AS (
    SELECT i.* FROM input i WHERE i.delivery_id IN (SELECT delivery_id FROM ended UNION ALL SELECT delivery_id FROM rescheduled)
  ), written AS (
    INSERT INTO attempts (event_id, delivery_id, number, workspace_id, subscription_id, trigger, requested_by, started_at, duration_ms, dns_ms,
      connect_ms, first_byte_ms, download_ms, remote_address, request_url, request_headers, response_status, response_headers, response_body,
      response_encoding, response_bytes, response_truncated, failure_kind, failure_detail, worker_id)
    SELECT event_id, delivery_id, number, workspace_id, subscription_id, trigger, requested_by, started_at, duration_ms, dns_ms,
      connect_ms, first_byte_ms, download_ms, remote_address, request_url, request_headers, response_status, response_headers, response_body,
      response_encoding, response_bytes, response_truncated, failure_kind, failure_detail, worker_id FROM taken
  )
  UPDATE deliveries d SET status = t.new_status, attempt_count = t.number, next_attempt_at = t.next_due, last_attempt_at = t.started_at,
    last_response_status = t.response_status, last_failure_kind = t.failure_kind,
    first_delivered_at = coalesce(d.first_delivered_at, CASE WHEN t.failure_kind IS NULL THEN t.started_at END)
  FROM taken t WHERE d.event_id = t.event_id AND d.id = t.delivery_id AND d.event_id BETWEEN $2::uuid AND $3::uuid
  RETURNING d.id::text AS id`;
const OLD_COUNT = `
  INSERT INTO hourly_counts (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome, count)
  SELECT * FROM json_to_recordset($1::json) AS x(
    workspace_id uuid, hour timestamptz, subscription_id uuid, product_id uuid, event_type text, is_test boolean, outcome text, count bigint)
  ON CONFLICT (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome) DO UPDATE SET count = hourly_counts.count + excluded.count`;

interface OldClaim { delivery_id: string; event_id: string; subscription_id: string; claim_id: string; schedule_step: number }

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());
afterEach(async () => {
  await database.db.queueEntry.deleteMany();
  await database.db.claimShare.deleteMany();
});

test.each(Object.entries(OLD_CLAIMS))("workers of %s and of this one take turns: each delivery goes to one of them, once, within the limit, and is counted", async (version, sql) => {
  const { db } = database;
  const ctx = await createWorkspace(db);
  await createSubscription(ctx, { url: "https://example.com/hook", maxInFlight: MOST });
  const ids = (await sendEvents(ctx, 50)).map(({ deliveryId }) => deliveryId);
  const held = new Set<string>();
  const seen: string[] = [];
  const hold = (ids: string[]) => {
    seen.push(...ids);
    for (const id of ids) held.add(id);
    // The first version did not share the limit out: while it runs, this one's share comes on top.
    expect(held.size).toBeLessThanOrEqual(version === "the first version" ? MOST * 1.5 : MOST);
  };
  const byWorker = { old: 0, new: 0 };
  for (let turn = 0; turn < 50 && (await db.queueEntry.count()) > 0; turn++) {
    for (const workerId of ["old", "new"]) await beat(workerId);
    const theirs = await db.$queryRawUnsafe<OldClaim[]>(sql);
    hold(theirs.map((claim) => claim.delivery_id));
    const ours = await claimDue(db, { workerId: "new", limit: 50 });
    hold(ours.map((claim) => claim.deliveryId));
    byWorker.old += await recordAsFirstVersion(ctx, theirs);
    for (const claim of theirs) held.delete(claim.delivery_id);
    const more = await db.$queryRawUnsafe<OldClaim[]>(sql);
    hold(more.map((claim) => claim.delivery_id));
    byWorker.new += await record(ctx, ours);
    byWorker.old += await recordAsFirstVersion(ctx, more);
    held.clear();
  }
  expect(seen.toSorted()).toEqual(ids.toSorted());
  expect(byWorker.old + byWorker.new).toBe(50);
  expect(Math.min(byWorker.old, byWorker.new), version).toBeGreaterThan(0);
  const deliveries = await db.delivery.groupBy({ by: ["status", "attemptCount"], where: { workspaceId: ctx.workspaceId }, _count: true });
  expect(deliveries).toEqual([{ status: "delivered", attemptCount: 1, _count: 50 }]);
  const counts = await db.hourlyCount.groupBy({ by: ["outcome"], where: { workspaceId: ctx.workspaceId, outcome: { in: ["waiting", "delivered"] } }, _sum: { count: true }, orderBy: { outcome: "asc" } });
  expect(counts.map(({ outcome, _sum }) => [outcome, Number(_sum.count)])).toEqual([["delivered", 50], ["waiting", 0]]);
});

const beat = (workerId: string) => database.db.workerHeartbeat.upsert({ where: { workerId }, create: { workerId, startedAt: new Date(), beatAt: new Date(), inFlight: 0, version: workerId }, update: { beatAt: new Date() } });

/** As this version's worker does it. @returns how many were taken */
async function record(ctx: Ctx, claims: Awaited<ReturnType<typeof claimDue>>): Promise<number> {
  const sender: Pick<Sender, "send"> = { send: async () => ({ ...emptyResult(), startedAt: new Date(), responseStatus: 200, responseHeaders: [] }) };
  const { jobs } = await loadJobs(ctx.db, ctx.secretKey, claims, new Date());
  const attempts = await Promise.all(jobs.map((job) => attemptDelivery(sender as Sender, job, { now: new Date(), jitter: 0 })));
  return (await recordAttempts(ctx.db, "new", attempts)).taken.length;
}

/** Successes, by the statements that the first version recorded them with. @returns how many were taken */
async function recordAsFirstVersion(ctx: Ctx, claims: OldClaim[]): Promise<number> {
  if (claims.length === 0) return 0;
  const rows = claims.map((claim) => ({
    delivery_id: claim.delivery_id, event_id: claim.event_id, workspace_id: ctx.workspaceId, subscription_id: claim.subscription_id, claim_id: claim.claim_id, number: 1, trigger: "first", requested_by: null,
    started_at: new Date(), duration_ms: 12, dns_ms: null, connect_ms: 1, first_byte_ms: 10, download_ms: 1, remote_address: "192.0.2.1", request_url: "https://example.com/hook", request_headers: [], response_status: 200,
    response_headers: [], response_body: "ok", response_encoding: "utf8", response_bytes: 2, response_truncated: false, failure_kind: null, failure_detail: null, worker_id: "old",
    new_status: "delivered", next_due: null, next_step: claim.schedule_step + 1,
  }));
  const eventIds = rows.map((row) => row.event_id).sort();
  return ctx.db.$transaction(async (tx) => {
    const taken = await tx.$queryRawUnsafe<{ id: string }[]>(OLD_RECORD, JSON.stringify(rows), eventIds[0], eventIds.at(-1));
    const key = { workspace_id: ctx.workspaceId, hour: new Date(Math.floor(uuidTime(rows[0]!.event_id).getTime() / 3_600_000) * 3_600_000).toISOString(), subscription_id: rows[0]!.subscription_id, product_id: "00000000-0000-0000-0000-000000000000", event_type: "PURCHASE_APPROVED", is_test: false };
    await tx.$executeRawUnsafe(OLD_COUNT, JSON.stringify([{ ...key, outcome: "delivered", count: taken.length }, { ...key, outcome: "waiting", count: -taken.length }]));
    return taken.length;
  });
}
