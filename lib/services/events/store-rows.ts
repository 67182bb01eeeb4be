import type { Tx } from "@/lib/db/client";
import type { PlannedRows } from "./store-plan";

// Statements take whole columns (unnest), so that a thousand events cost as many round trips as one.
// An absent UUID travels as '' because arrays hold no nulls here.

/** Which of the keys are taken, and by which event. */
export async function selectIdempotencyKeys(tx: Tx, workspaceId: string, keys: string[]): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ key: string; event_id: string }[]>`
    SELECT key, event_id::text FROM idempotency_keys WHERE workspace_id = ${workspaceId}::uuid AND key = ANY(${keys}::text[])`;
  return new Map(rows.map((row) => [row.key, row.event_id]));
}

/** Takes the keys; waits for a concurrent transaction that holds one. @returns how many were free */
export async function insertIdempotencyKeys(tx: Tx, workspaceId: string, keys: Map<string, string>, at: Date): Promise<number> {
  // One order for everyone, so that two transactions with the same keys cannot wait for each other.
  const sorted = [...keys].sort(([a], [b]) => (a < b ? -1 : 1));
  return tx.$executeRaw`
    INSERT INTO idempotency_keys (workspace_id, key, event_id, created_at)
    SELECT ${workspaceId}::uuid, k.key, k.event_id, ${at.toISOString()}::timestamptz
    FROM unnest(${sorted.map(([key]) => key)}::text[], ${sorted.map(([, id]) => id)}::uuid[]) AS k(key, event_id)
    ON CONFLICT DO NOTHING`;
}

/** Writes all rows of the events and wakes the workers. Counts come last: their rows are shared, and locked until the commit. */
export async function insertRows(tx: Tx, workspaceId: string, rows: PlannedRows): Promise<void> {
  await insertEvents(tx, workspaceId, rows.events);
  if (rows.verdicts.length > 0) await insertVerdicts(tx, workspaceId, rows.verdicts);
  if (rows.terms.length > 0) await insertTerms(tx, workspaceId, rows.terms);
  if (rows.deliveries.length > 0) await insertDeliveries(tx, workspaceId, rows.deliveries);
  await addCounts(tx, workspaceId, rows.counts);
}

async function insertEvents(tx: Tx, workspaceId: string, events: PlannedRows["events"]): Promise<void> {
  const of = <T>(pick: (e: PlannedRows["events"][number]) => T) => events.map(pick);
  await tx.$executeRaw`
    INSERT INTO events (id, workspace_id, product_id, event_type, external_id, occurred_at, received_at, body, body_bytes, is_test, source)
    SELECT e.id, ${workspaceId}::uuid, nullif(e.product_id, '')::uuid, e.event_type, e.external_id, e.occurred_at, e.received_at,
      e.body, octet_length(e.body), e.is_test, e.source
    FROM unnest(${of((e) => e.id)}::uuid[], ${of((e) => e.event.productId ?? "")}::text[], ${of((e) => e.event.eventType)}::text[],
      ${of((e) => e.event.externalId)}::text[], ${of((e) => e.event.occurredAt.toISOString())}::timestamptz[],
      ${of((e) => e.event.receivedAt.toISOString())}::timestamptz[], ${of((e) => e.event.body)}::text[],
      ${of((e) => e.event.isTest)}::boolean[], ${of((e) => e.event.source)}::text[])
      AS e(id, product_id, event_type, external_id, occurred_at, received_at, body, is_test, source)`;
}

async function insertVerdicts(tx: Tx, workspaceId: string, verdicts: PlannedRows["verdicts"]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO verdicts (event_id, subscription_id, workspace_id, verdict, detail)
    SELECT v.event_id, v.subscription_id, ${workspaceId}::uuid, v.verdict, v.detail::json
    FROM unnest(${verdicts.map((v) => v.eventId)}::uuid[], ${verdicts.map((v) => v.subscriptionId)}::uuid[],
      ${verdicts.map((v) => v.verdict)}::text[], ${verdicts.map((v) => v.detail)}::text[])
      AS v(event_id, subscription_id, verdict, detail)`;
}

async function insertTerms(tx: Tx, workspaceId: string, terms: PlannedRows["terms"]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO search_terms (event_id, workspace_id, kind, value)
    SELECT t.event_id, ${workspaceId}::uuid, t.kind, t.value
    FROM unnest(${terms.map((t) => t.eventId)}::uuid[], ${terms.map((t) => t.kind)}::text[], ${terms.map((t) => t.value)}::text[])
      AS t(event_id, kind, value)
    ON CONFLICT DO NOTHING`;
}

async function insertDeliveries(tx: Tx, workspaceId: string, deliveries: PlannedRows["deliveries"]): Promise<void> {
  const of = <T>(pick: (d: PlannedRows["deliveries"][number]) => T) => deliveries.map(pick);
  await tx.$executeRaw`
    WITH d AS (
      SELECT * FROM unnest(${of((d) => d.id)}::uuid[], ${of((d) => d.eventId)}::uuid[], ${of((d) => d.subscriptionId)}::uuid[],
        ${of((d) => d.productId ?? "")}::text[], ${of((d) => d.eventType)}::text[], ${of((d) => d.isTest)}::boolean[],
        ${of((d) => d.maxAttempts)}::int[], ${of((d) => d.trigger)}::text[], ${of((d) => d.requestedBy ?? "")}::text[],
        ${of((d) => d.createdAt.toISOString())}::timestamptz[])
        AS d(id, event_id, subscription_id, product_id, event_type, is_test, max_attempts, trigger, requested_by, created_at)
      -- Due at once, by the clock that claims go by: this process's own may be wrong. Cut, not rounded, or it could be too early for the claim.
      CROSS JOIN (SELECT date_trunc('milliseconds', now()) AS due_at) AS moment
    ), stored AS (
      INSERT INTO deliveries (id, event_id, workspace_id, subscription_id, product_id, event_type, status, is_test,
        attempt_count, max_attempts, next_attempt_at, created_at)
      SELECT id, event_id, ${workspaceId}::uuid, subscription_id, nullif(product_id, '')::uuid, event_type, 'waiting', is_test,
        0, max_attempts, due_at, created_at FROM d
    ), queued AS (
      INSERT INTO queue (delivery_id, event_id, subscription_id, workspace_id, schedule_step, trigger, requested_by, due_at)
      SELECT id, event_id, subscription_id, ${workspaceId}::uuid, 0, trigger, nullif(requested_by, ''), due_at FROM d
    )
    SELECT pg_notify('aviso_queue', '')`;
}

async function addCounts(tx: Tx, workspaceId: string, counts: PlannedRows["counts"]): Promise<void> {
  const of = <T>(pick: (c: PlannedRows["counts"][number]) => T) => counts.map(pick);
  await tx.$executeRaw`
    INSERT INTO hourly_counts (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome, count)
    SELECT ${workspaceId}::uuid, c.* FROM unnest(${of((c) => c.hour.toISOString())}::timestamptz[], ${of((c) => c.subscriptionId)}::uuid[],
      ${of((c) => c.productId)}::uuid[], ${of((c) => c.eventType)}::text[], ${of((c) => c.isTest)}::boolean[],
      ${of((c) => c.outcome)}::text[], ${of((c) => c.count)}::bigint[])
      AS c(hour, subscription_id, product_id, event_type, is_test, outcome, count)
    ORDER BY c.hour, c.subscription_id, c.product_id, c.event_type, c.is_test, c.outcome
    ON CONFLICT (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome)
    DO UPDATE SET count = hourly_counts.count + EXCLUDED.count`;
}
