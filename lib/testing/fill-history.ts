import { rollUp } from "@/lib/services/counts";
import type { Db } from "@/lib/db/client";
import { newUuid } from "@/lib/domain/ids";

// The event types in the shares in which a busy shop has them.
const TYPES = ["PURCHASE_APPROVED", "PURCHASE_APPROVED", "PURCHASE_APPROVED", "PURCHASE_COMPLETE", "PURCHASE_COMPLETE", "PURCHASE_BILLET_PRINTED", "PURCHASE_CANCELED", "PURCHASE_REFUNDED", "PURCHASE_OUT_OF_SHOPPING_CART", "CLUB_FIRST_ACCESS"];
const PRODUCTS = 12;
const DAYS = 60;
/** Days that are filled at once: one a core. */
const PARALLEL = 2;

export interface FilledHistory {
  productIds: string[];
  /** The first gets everything, the second approved purchases, the third one product. */
  subscriptionIds: string[];
}

/**
 * Fills a workspace with 60 days of history, made by the database itself, for measuring reads: 16 in 1,000 deliveries failing, one in
 * 1,000 waiting for a retry, one in 5,000 resent. Nothing here goes through ingestion, whose rate other benchmarks measure.
 */
export async function fillHistory(db: Db, workspaceId: string, events: number, onDay: (day: number) => void): Promise<FilledHistory> {
  const productIds = Array.from({ length: PRODUCTS }, () => newUuid());
  const subscriptionIds = Array.from({ length: 3 }, () => newUuid());
  await db.product.createMany({ data: productIds.map((id, index) => ({ id, workspaceId, name: `Course ${index + 1}`, externalId: String(1_000 + index) })) });
  await db.subscription.createMany({ data: ["CRM", "Members' area", "Spreadsheet"].map((name, index) => ({ id: subscriptionIds[index]!, workspaceId, name, url: `https://hooks.example.com/${index}` })) });
  const today = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  await db.$queryRaw`SELECT aviso_ensure_partitions(current_date - ${DAYS}::int, current_date + 1)`;
  let day = DAYS - 1;
  let filled = 0;
  const fill = async () => {
    while (day >= 0) {
      const start = today - day * 86_400_000;
      const length = day-- === 0 ? Date.now() - start : 86_400_000;
      await fillDay(db, { workspaceId, productIds, subscriptionIds, start, length, count: Math.round(events / DAYS) });
      onDay(++filled);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, fill));
  // What was taken in before is counted again with the rest.
  await db.$executeRaw`INSERT INTO hourly_counts (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome, count)
    SELECT workspace_id, date_trunc('hour', received_at, 'UTC'), '00000000-0000-0000-0000-000000000000'::uuid, coalesce(product_id, '00000000-0000-0000-0000-000000000000'::uuid), event_type, is_test, 'received', count(*) FROM events WHERE workspace_id = ${workspaceId}::uuid GROUP BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome) DO UPDATE SET count = excluded.count`;
  await db.$executeRaw`INSERT INTO hourly_counts (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome, count)
    SELECT workspace_id, date_trunc('hour', created_at, 'UTC'), subscription_id, coalesce(product_id, '00000000-0000-0000-0000-000000000000'::uuid), event_type, is_test, status, count(*) FROM deliveries WHERE workspace_id = ${workspaceId}::uuid GROUP BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome) DO UPDATE SET count = excluded.count`;
  await rollUp(db, new Date());
  await db.$executeRawUnsafe("VACUUM ANALYZE");
  return { productIds, subscriptionIds };
}

interface Day { workspaceId: string; productIds: string[]; subscriptionIds: string[]; start: number; length: number; count: number }

async function fillDay(db: Db, { workspaceId, productIds, subscriptionIds, start, length, count }: Day): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL synchronous_commit = off`;
    await tx.$executeRaw`CREATE TEMP TABLE made ON COMMIT DROP AS
      SELECT n, at, (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text || at::text), 1, 15))::uuid AS id,
        (${productIds}::uuid[])[1 + (n * 7) % ${PRODUCTS}] AS product_id, (${TYPES}::text[])[1 + (n * 13) % ${TYPES.length}] AS event_type
      FROM (SELECT n, to_timestamp((${start}::float8 + n * ${length}::float8 / ${count}) / 1000) AS at FROM generate_series(0, ${count}::int - 1) AS n) AS s`;
    await tx.$executeRaw`INSERT INTO events (id, workspace_id, product_id, event_type, external_id, occurred_at, received_at, body, body_bytes, is_test, source)
      SELECT id, ${workspaceId}::uuid, product_id, event_type, id::text, at, at, '{"id":"' || id || '","event":"' || event_type || '","version":"2.0.0","data":{"buyer":{"email":"buyer' || n || '@example.com"},"purchase":{"transaction":"HP' || n || '","pad":"' || repeat('x', 600) || '"}}}', 760, false, 'api' FROM made`;
    await tx.$executeRaw`INSERT INTO search_terms (event_id, workspace_id, kind, value)
      SELECT id, ${workspaceId}::uuid, t.kind, t.value FROM made CROSS JOIN LATERAL (VALUES ('email', 'buyer' || n % 5000 || '@example.com'), ('transaction', 'hp' || ${start}::text || n / 3), ('external_id', id::text)) AS t(kind, value)`;
    await tx.$executeRaw`INSERT INTO verdicts (event_id, subscription_id, workspace_id, verdict, detail)
      SELECT m.id, s.id, ${workspaceId}::uuid, CASE WHEN s.n = 1 OR (s.n = 2 AND m.event_type = 'PURCHASE_APPROVED') OR (s.n = 3 AND m.product_id = (${productIds}::uuid[])[1]) THEN 'delivered_to' ELSE 'type_not_selected' END, '{"subscriptionName":"CRM"}'
      FROM made m CROSS JOIN unnest(${subscriptionIds}::uuid[]) WITH ORDINALITY AS s(id, n)`;
    await tx.$executeRaw`CREATE TEMP TABLE sent ON COMMIT DROP AS
      SELECT v.subscription_id, m.*, (substr(m.id::text, 1, 13) || '-7' || substr(md5(m.id::text || v.subscription_id), 1, 3) || '-8' || substr(md5(m.id::text || v.subscription_id), 4, 3) || '-' || substr(md5(m.id::text || v.subscription_id), 7, 12))::uuid AS delivery_id,
        ('x' || substr(md5(m.id::text || v.subscription_id), 20, 4))::bit(16)::int % 1000 AS luck
      FROM verdicts v JOIN made m ON m.id = v.event_id WHERE v.verdict = 'delivered_to' AND v.event_id >= (SELECT min(id::text)::uuid FROM made)`;
    await tx.$executeRaw`INSERT INTO deliveries (id, event_id, workspace_id, subscription_id, product_id, event_type, status, attempt_count, max_attempts, next_attempt_at, last_attempt_at, last_response_status, last_failure_kind, first_delivered_at, created_at)
      SELECT delivery_id, id, ${workspaceId}::uuid, subscription_id, product_id, event_type, CASE WHEN luck < 16 THEN 'failed' WHEN luck = 16 THEN 'waiting' ELSE 'delivered' END, 1, 8,
        CASE WHEN luck = 16 THEN now() + interval '2 hours' END, at, CASE WHEN luck < 4 THEN NULL WHEN luck < 6 THEN 401 WHEN luck < 17 THEN 503 WHEN luck < 18 THEN 204 ELSE 200 END,
        CASE WHEN luck < 4 THEN 'timeout_response' WHEN luck < 17 THEN 'http_status' END, CASE WHEN luck > 16 THEN at END, at FROM sent`;
    await tx.$executeRaw`INSERT INTO queue (delivery_id, event_id, subscription_id, workspace_id, schedule_step, trigger, due_at)
      SELECT delivery_id, id, subscription_id, ${workspaceId}::uuid, 1, 'retry', now() + interval '2 hours' FROM sent WHERE luck = 16`;
    await tx.$executeRaw`INSERT INTO attempts (event_id, delivery_id, number, workspace_id, subscription_id, trigger, started_at, duration_ms, request_url, request_headers, response_status, response_headers, response_body, failure_kind, worker_id)
      SELECT id, delivery_id, 1, ${workspaceId}::uuid, subscription_id, CASE WHEN n % 5000 = 0 THEN 'resend' ELSE 'first' END, at, 80, 'https://hooks.example.com/1', '[["content-type","application/json"]]',
        CASE WHEN luck < 4 THEN NULL WHEN luck < 6 THEN 401 WHEN luck < 17 THEN 503 ELSE 200 END, '[]', 'ok', CASE WHEN luck < 4 THEN 'timeout_response' WHEN luck < 17 THEN 'http_status' END, 'bench' FROM sent`;
  }, { timeout: 600_000 });
}
