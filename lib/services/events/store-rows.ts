import { queryBatch } from "@/lib/db/batch";
import { booleanArray, int4Array, int8Array, textArray, timeArray, uuidArray } from "@/lib/db/binary-array";
import type { Db } from "@/lib/db/client";
import type { PlannedRows } from "./store-plan";

const TIMEOUT_MS = 30_000;

/**
 * Writes all rows of the events, and takes their idempotency keys, in one statement: a transaction of one round trip.
 * @throws what `isTakenKey` knows when a concurrent one took a key first
 */
export async function insertRows(db: Db, workspaceId: string, keys: ReadonlyMap<string, string>, rows: PlannedRows, now: Date): Promise<void> {
  const { events: e, verdicts: v, terms: t, deliveries: d, counts: c } = rows;
  // One order for everyone, so that two transactions with the same keys cannot wait for each other.
  const sorted = [...keys].sort(([a], [b]) => (a < b ? -1 : 1));
  await queryBatch(db, INSERT, [
    workspaceId,
    timeArray(c.map((one) => one.hour)), uuidArray(c.map((one) => one.subscriptionId)), uuidArray(c.map((one) => one.productId)), textArray(c.map((one) => one.eventType)),
    booleanArray(c.map((one) => one.isTest)), textArray(c.map((one) => one.outcome)), int8Array(c.map((one) => one.count)),
    uuidArray(d.map((one) => one.id)), uuidArray(d.map((one) => one.eventId)), uuidArray(d.map((one) => one.subscriptionId)), uuidArray(d.map((one) => one.productId)),
    textArray(d.map((one) => one.eventType)), booleanArray(d.map((one) => one.isTest)), int4Array(d.map((one) => one.maxAttempts)), textArray(d.map((one) => one.trigger)),
    textArray(d.map((one) => one.requestedBy)), timeArray(d.map((one) => one.createdAt)),
    uuidArray(t.map((one) => one.eventId)), textArray(t.map((one) => one.kind)), textArray(t.map((one) => one.value)),
    uuidArray(v.map((one) => one.eventId)), uuidArray(v.map((one) => one.subscriptionId)), textArray(v.map((one) => one.verdict)), textArray(v.map((one) => one.detail), "json"),
    uuidArray(e.map((one) => one.id)), uuidArray(e.map(({ event }) => event.productId)), textArray(e.map(({ event }) => event.eventType)), textArray(e.map(({ event }) => event.externalId)),
    timeArray(e.map(({ event }) => event.occurredAt)), timeArray(e.map(({ event }) => event.receivedAt)), textArray(e.map(({ event }) => event.body)), booleanArray(e.map(({ event }) => event.isTest)),
    textArray(e.map(({ event }) => event.source)),
    textArray(sorted.map(([key]) => key)), uuidArray(sorted.map(([, id]) => id)),
    now,
  ], TIMEOUT_MS);
}

/** Whether a statement failed because one of its idempotency keys was taken meanwhile. */
export function isTakenKey(error: unknown): boolean {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return code === "23505" && constraint === "idempotency_keys_pkey";
}

// Postgres runs the parts from the last to the first. So the keys, for which it may have to wait, come before everything,
// and the counts, whose rows all transactions share and lock until their commit, at the very end.
const INSERT = `
  WITH counted AS (
    INSERT INTO hourly_counts (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome, count)
    SELECT $1::uuid, c.* FROM unnest($2::timestamptz[], $3::uuid[], $4::uuid[], $5::text[], $6::boolean[], $7::text[], $8::bigint[])
      AS c(hour, subscription_id, product_id, event_type, is_test, outcome, count)
    ORDER BY c.hour, c.subscription_id, c.product_id, c.event_type, c.is_test, c.outcome
    ON CONFLICT (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome)
    DO UPDATE SET count = hourly_counts.count + EXCLUDED.count
  ), d AS NOT MATERIALIZED (
    SELECT * FROM unnest($9::uuid[], $10::uuid[], $11::uuid[], $12::uuid[], $13::text[], $14::boolean[], $15::int[], $16::text[], $17::text[], $18::timestamptz[])
      AS d(id, event_id, subscription_id, product_id, event_type, is_test, max_attempts, trigger, requested_by, created_at)
    -- Due at once, by the clock that claims go by: this process's own may be wrong. Cut, not rounded, or it could be too early for the claim.
    CROSS JOIN (SELECT date_trunc('milliseconds', now()) AS due_at) AS moment
  ), queued AS (
    INSERT INTO queue (delivery_id, event_id, subscription_id, workspace_id, schedule_step, trigger, requested_by, due_at)
    SELECT id, event_id, subscription_id, $1::uuid, 0, trigger, requested_by, due_at FROM d
  ), waiting AS (
    INSERT INTO deliveries (id, event_id, workspace_id, subscription_id, product_id, event_type, status, is_test, attempt_count, max_attempts, next_attempt_at, created_at)
    SELECT id, event_id, $1::uuid, subscription_id, product_id, event_type, 'waiting', is_test, 0, max_attempts, due_at, created_at FROM d
  ), searchable AS (
    INSERT INTO search_terms (event_id, workspace_id, kind, value)
    SELECT t.event_id, $1::uuid, t.kind, t.value FROM unnest($19::uuid[], $20::text[], $21::text[]) AS t(event_id, kind, value)
  ), judged AS (
    INSERT INTO verdicts (event_id, subscription_id, workspace_id, verdict, detail)
    SELECT v.event_id, v.subscription_id, $1::uuid, v.verdict, v.detail FROM unnest($22::uuid[], $23::uuid[], $24::text[], $25::json[]) AS v(event_id, subscription_id, verdict, detail)
  ), received AS (
    INSERT INTO events (id, workspace_id, product_id, event_type, external_id, occurred_at, received_at, body, body_bytes, is_test, source)
    SELECT e.id, $1::uuid, e.product_id, e.event_type, e.external_id, e.occurred_at, e.received_at, e.body, octet_length(e.body), e.is_test, e.source
    FROM unnest($26::uuid[], $27::uuid[], $28::text[], $29::text[], $30::timestamptz[], $31::timestamptz[], $32::text[], $33::boolean[], $34::text[])
      AS e(id, product_id, event_type, external_id, occurred_at, received_at, body, is_test, source)
  ), keyed AS (
    INSERT INTO idempotency_keys (workspace_id, key, event_id, created_at)
    SELECT $1::uuid, k.key, k.event_id, $37::timestamptz FROM unnest($35::text[], $36::uuid[]) AS k(key, event_id)
  )
  SELECT`;
