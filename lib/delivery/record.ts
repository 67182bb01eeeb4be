import { inBatch, type Query } from "@/lib/db/batch";
import { uuidArray } from "@/lib/db/binary-array";
import type { Db } from "@/lib/db/client";
import { newUuid, showId } from "@/lib/domain/ids";
import type { Attempted } from "./attempt";
import { ATTEMPT_COLUMNS, ROWS, ROWS_PARAMETERS, toColumns, toRows } from "./attempt-row";
import { countMoves, writeMoves } from "./count-moves";
import { type EndpointNews, judgeEndpoints, WRITE_STATES } from "./endpoints";
import { type Disabled, type DisableReason, planNotices, WRITE_NOTICES } from "./plan-notices";
import { isPlain, recordSuccesses } from "./record-successes";

export interface Recorded {
  /** The deliveries whose result was taken. */
  taken: string[];
  /** Subscriptions whose endpoint is down now, or that were disabled. */
  closed: string[];
  /** Whether there is something to tell people. */
  hasNotices: boolean;
}

const NOTHING: Recorded = { taken: [], closed: [], hasNotices: false };

/**
 * Writes what many attempts came to: attempts, delivery states, the queue, the endpoints' states, roll-ups, each attempt's
 * all together or not at all. A result counts only while its claim holds; that of a worker that lost its lease is refused whole.
 * @param at instead of the database's clock: for tests
 */
export async function recordAttempts(db: Db, workerId: string, attempts: Attempted[], at?: Date): Promise<Recorded> {
  // Of one endpoint all go the same way: how many failed in a row depends on the order in which they ended.
  const { plain = [], other = [] } = Object.groupBy([...Map.groupBy(attempts, ({ job }) => job.claim.subscriptionId).values()], (own) => (own.every(isPlain) ? "plain" : "other"));
  const successes = plain.flat();
  // Their rows have nothing in common. Both are waited for: whoever tries again must not meet the other half.
  const [isDone, rest] = await Promise.allSettled([recordSuccesses(db, workerId, successes, at), recordInSteps(db, workerId, other.flat(), at)]);
  if (isDone.status === "rejected") throw isDone.reason;
  if (rest.status === "rejected") throw rest.reason;
  if (isDone.value) return { ...rest.value, taken: [...successes.map(({ job }) => job.claim.deliveryId), ...rest.value.taken] };
  const late = await recordInSteps(db, workerId, successes, at);
  return { taken: [...late.taken, ...rest.value.taken], closed: [...late.closed, ...rest.value.closed], hasNotices: late.hasNotices || rest.value.hasNotices };
}

async function recordInSteps(db: Db, workerId: string, attempts: Attempted[], at?: Date): Promise<Recorded> {
  if (attempts.length === 0) return NOTHING;
  const { rows, days } = toRows(attempts, workerId);
  const ended = rows.filter((row) => row.next_delay_ms === null);
  return inBatch(db, async (query) => {
    const taken = await query<{ id: string; at: Date }>(RECORD, [
      ...toColumns(rows), days.from, days.to, uuidArray(ended.map((row) => row.delivery_id)), uuidArray(ended.map((row) => row.claim_id)), at ?? null,
    ]);
    if (taken.length === 0) return NOTHING;
    const ids = new Set(taken.map((row) => row.id));
    const counted = attempts.filter((attempt) => ids.has(attempt.job.claim.deliveryId));
    const { news, rows: states } = await judgeEndpoints(query, counted, taken[0]!.at);
    const disabled = await disable(query, counted, news, taken[0]!.at);
    const notices = planNotices(counted, news, disabled, taken[0]!.at);
    if (notices.length > 0) await query(WRITE_NOTICES, [JSON.stringify(notices), taken[0]!.at]);
    await query(`WITH states AS (${WRITE_STATES}) ${writeMoves("$2")}`, [JSON.stringify(states), JSON.stringify(countMoves(counted))]);
    const down = news.filter(({ change }) => change === "down").map((one) => one.subscriptionId);
    return { taken: [...ids], closed: [...down, ...disabled.map((one) => one.subscriptionId)], hasNotices: notices.length > 0 };
  });
}

const [FIRST_DAY, LAST_DAY, ENDED, ENDED_CLAIMS, NOW] = [1, 2, 3, 4, 5].map((at) => `$${ROWS_PARAMETERS + at}`);
const AT = `coalesce(${NOW}::timestamptz, now())`;

// A claim's id belongs to one row, so two lists name the ended ones: as pairs they would be looked up one by one.
const RECORD = `
  WITH input AS MATERIALIZED (
    SELECT * FROM ${ROWS}
  ), ended AS (
    DELETE FROM queue q WHERE q.delivery_id = ANY(${ENDED}::uuid[]) AND q.claim_id = ANY(${ENDED_CLAIMS}::uuid[]) RETURNING q.delivery_id
  ), rescheduled AS (
    UPDATE queue q SET due_at = coalesce(i.next_at, ${AT} + make_interval(secs => i.next_delay_ms / 1000.0)), schedule_step = i.next_step, trigger = 'retry', requested_by = NULL,
      resume_due_at = NULL, lease_until = NULL, claim_id = NULL, worker_id = NULL
    FROM input i WHERE q.delivery_id = i.delivery_id AND q.claim_id = i.claim_id AND i.next_delay_ms IS NOT NULL RETURNING q.delivery_id
  ), taken AS (
    SELECT i.* FROM input i WHERE i.delivery_id IN (SELECT delivery_id FROM ended UNION ALL SELECT delivery_id FROM rescheduled)
  ), written AS (
    INSERT INTO attempts (${ATTEMPT_COLUMNS}) SELECT ${ATTEMPT_COLUMNS} FROM taken
  )
  UPDATE deliveries d SET status = t.new_status, attempt_count = t.number, next_attempt_at = coalesce(t.next_at, ${AT} + make_interval(secs => t.next_delay_ms / 1000.0)),
    last_attempt_at = t.started_at, last_response_status = t.response_status, last_failure_kind = t.failure_kind,
    first_delivered_at = coalesce(d.first_delivered_at, CASE WHEN t.failure_kind IS NULL THEN t.started_at END)
  FROM taken t WHERE d.event_id = t.event_id AND d.id = t.delivery_id AND d.event_id BETWEEN ${FIRST_DAY}::uuid AND ${LAST_DAY}::uuid
  RETURNING d.id::text AS id, ${AT} AS at`;

/** Disables what a receiver asked to be left alone, and what was down for too long, and writes it down as what Aviso did. @returns those that were not disabled before */
async function disable(query: Query, attempts: Attempted[], news: EndpointNews[], at: Date): Promise<Disabled[]> {
  const reasons = new Map<string, DisableReason>(news.filter(({ change }) => change === "disabled").map((one) => [one.subscriptionId, "down_too_long"]));
  for (const { job, decision } of attempts) if (decision.next === "failed" && decision.disable) reasons.set(job.claim.subscriptionId, decision.disable);
  const disabled: Disabled[] = [];
  for (const [id, reason] of [...reasons].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const rows = await query<{ workspace_id: string }>(DISABLE, [id, reason, at, newUuid(at), newUuid(at), showId("subscription", id)]);
    for (const row of rows) await query("UPDATE workspaces SET config_version = config_version + 1 WHERE id = $1::uuid", [row.workspace_id]);
    if (rows.length > 0) disabled.push({ subscriptionId: id, reason });
  }
  return disabled;
}

// The same entries as a person's switch makes (lib/services/subscriptions/record-change.ts), by nobody.
const DISABLE = `
  WITH disabled AS (
    UPDATE subscriptions SET status = 'disabled', status_reason = $2, status_changed_at = $3, status_changed_by = NULL
    WHERE id = $1::uuid AND status <> 'disabled' RETURNING id, workspace_id, name
  ), changed AS (
    INSERT INTO subscription_changes (id, subscription_id, workspace_id, at, by, kind, fields) SELECT $4::uuid, id, workspace_id, $3, NULL, 'disabled', '[]' FROM disabled
  ), audited AS (
    INSERT INTO audit_log (id, workspace_id, actor_kind, actor_name, action, target_id, target_name, after)
    SELECT $5::uuid, workspace_id, 'system', 'Aviso', 'subscription.statusChanged', $6, name, jsonb_build_object('status', 'disabled', 'reason', $2::text) FROM disabled
  )
  SELECT workspace_id::text FROM disabled`;
