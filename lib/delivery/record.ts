import type { Db, Tx } from "@/lib/db/client";
import { uuidTime } from "@/lib/domain/ids";
import type { Attempted } from "./attempt";

const NO_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Writes what many attempts came to, in one transaction: attempts, delivery states, the queue, roll-ups.
 * A result counts only while its claim holds; that of a worker that lost its lease is refused whole.
 * @returns the ids of the deliveries whose result was taken
 */
export async function recordAttempts(db: Db, workerId: string, attempts: Attempted[]): Promise<string[]> {
  if (attempts.length === 0) return [];
  const rows = attempts.map((attempt) => toRow(attempt, workerId)).sort((a, b) => (a.delivery_id < b.delivery_id ? -1 : 1));
  const eventIds = rows.map((row) => row.event_id).sort();
  return db.$transaction(async (tx) => {
    const taken = await tx.$queryRaw<{ id: string }[]>`
      WITH input AS (
        SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x(
          delivery_id uuid, event_id uuid, workspace_id uuid, subscription_id uuid, claim_id uuid, number int, trigger text, requested_by text,
          started_at timestamptz, duration_ms real, dns_ms real, connect_ms real, tls_ms real, first_byte_ms real, download_ms real,
          remote_address text, request_url text, request_headers json, request_body text, response_status int, response_headers json, response_body text,
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
          connect_ms, tls_ms, first_byte_ms, download_ms, remote_address, request_url, request_headers, request_body, response_status, response_headers, response_body,
          response_encoding, response_bytes, response_truncated, failure_kind, failure_detail, worker_id)
        SELECT event_id, delivery_id, number, workspace_id, subscription_id, trigger, requested_by, started_at, duration_ms, dns_ms,
          connect_ms, tls_ms, first_byte_ms, download_ms, remote_address, request_url, request_headers, request_body, response_status, response_headers, response_body,
          response_encoding, response_bytes, response_truncated, failure_kind, failure_detail, worker_id FROM taken
      )
      UPDATE deliveries d SET status = t.new_status, attempt_count = t.number, next_attempt_at = t.next_due, last_attempt_at = t.started_at,
        last_response_status = t.response_status, last_failure_kind = t.failure_kind,
        first_delivered_at = coalesce(d.first_delivered_at, CASE WHEN t.failure_kind IS NULL THEN t.started_at END)
      FROM taken t WHERE d.event_id = t.event_id AND d.id = t.delivery_id AND d.event_id BETWEEN ${eventIds[0]}::uuid AND ${eventIds.at(-1)}::uuid
      RETURNING d.id::text AS id`;
    const ids = new Set(taken.map((row) => row.id));
    const counted = attempts.filter((attempt) => ids.has(attempt.job.claim.deliveryId));
    await disableAsked(tx, counted);
    await moveCounts(tx, counted);
    return [...ids];
  }, { timeout: 20_000, maxWait: 10_000 });
}

function toRow({ job, requestHeaders, requestBody, result, decision }: Attempted, workerId: string) {
  const { claim } = job;
  const isExtra = claim.trigger === "resend" || claim.trigger === "test";
  return {
    delivery_id: claim.deliveryId, event_id: claim.eventId, workspace_id: job.workspaceId, subscription_id: claim.subscriptionId,
    claim_id: claim.claimId, number: job.attemptCount + 1, trigger: claim.trigger, requested_by: claim.requestedBy,
    started_at: result.startedAt, duration_ms: result.durationMs, dns_ms: result.dnsMs, connect_ms: result.connectMs, tls_ms: result.tlsMs,
    first_byte_ms: result.firstByteMs, download_ms: result.downloadMs, remote_address: result.remoteAddress, request_url: job.target.url,
    request_headers: requestHeaders, request_body: requestBody, response_status: result.responseStatus, response_headers: result.responseHeaders,
    response_body: result.responseBody, response_encoding: result.responseEncoding, response_bytes: result.responseBytes,
    response_truncated: result.responseTruncated, failure_kind: result.failureKind, failure_detail: result.failureDetail, worker_id: workerId,
    new_status: statusAfter({ job, decision }),
    next_due: decision.next === "retry" ? decision.at : null,
    next_step: isExtra ? claim.scheduleStep : claim.scheduleStep + 1,
  };
}

/** What was delivered once stays delivered, whatever a later resend comes to. */
function statusAfter({ job, decision }: Pick<Attempted, "job" | "decision">): string {
  if (decision.next === "delivered" || job.hasDelivered) return "delivered";
  return decision.next === "retry" ? "waiting" : "failed";
}

async function disableAsked(tx: Tx, attempts: Attempted[]): Promise<void> {
  for (const { job, decision } of attempts) {
    if (decision.next !== "failed" || !decision.disable) continue;
    const { count } = await tx.subscription.updateMany({
      where: { id: job.claim.subscriptionId, status: { not: "disabled" } },
      data: { status: "disabled", statusReason: decision.disable, statusChangedAt: new Date(), statusChangedBy: null },
    });
    if (count > 0) await tx.workspace.update({ where: { id: job.workspaceId }, data: { configVersion: { increment: 1 } } });
  }
}

/** Moves the roll-ups from the old state to the new, in the order of their key, so that two writers cannot block each other. */
async function moveCounts(tx: Tx, attempts: Attempted[]): Promise<void> {
  const moves = new Map<string, { row: Record<string, unknown>; count: number }>();
  const add = (job: Attempted["job"], outcome: string, count: number) => {
    const hour = new Date(Math.floor(uuidTime(job.claim.eventId).getTime() / 3_600_000) * 3_600_000).toISOString();
    const row = { workspace_id: job.workspaceId, hour, subscription_id: job.claim.subscriptionId, product_id: job.productId ?? NO_ID, event_type: job.eventType, is_test: job.isTest, outcome };
    const key = JSON.stringify(Object.values(row));
    moves.set(key, { row, count: (moves.get(key)?.count ?? 0) + count });
  };
  for (const attempt of attempts) {
    const after = statusAfter(attempt);
    if (after === attempt.job.status) continue;
    add(attempt.job, attempt.job.status, -1);
    add(attempt.job, after, 1);
  }
  const rows = [...moves].filter(([, move]) => move.count !== 0).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { row, count }]) => ({ ...row, count }));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO hourly_counts (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome, count)
    SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x(
      workspace_id uuid, hour timestamptz, subscription_id uuid, product_id uuid, event_type text, is_test boolean, outcome text, count bigint)
    ON CONFLICT (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome) DO UPDATE SET count = hourly_counts.count + excluded.count`;
}
