import type { Db } from "@/lib/db/client";
import { RETRY_DELAYS_SEC } from "@/lib/domain/retry";

/**
 * Gives the demo's past deliveries the results that a worker would have recorded: attempts, states, roll-ups, an empty
 * queue. Chance comes from the delivery's id. What the paused subscription holds is left waiting.
 */
export async function settleHistory(db: Db, demo: { workspaceId: string; flakySubscriptionId: string }): Promise<void> {
  const waitsSec: number[] = [];
  for (const [index, delay] of RETRY_DELAYS_SEC.entries()) waitsSec.push((waitsSec[index - 1] ?? 0) + delay);
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`
        CREATE TEMP TABLE demo_fates ON COMMIT DROP AS
        SELECT d.event_id, d.id, d.subscription_id, d.workspace_id, d.created_at, s.url, s.max_attempts,
          CASE WHEN d.subscription_id = ${demo.flakySubscriptionId}::uuid AND chance.n < 150 THEN 1 WHEN chance.n < 8 THEN 1
            WHEN d.subscription_id = ${demo.flakySubscriptionId}::uuid AND chance.n > 990 AND d.created_at < now() - interval '2 days' THEN s.max_attempts ELSE 0 END AS failures
        FROM deliveries d JOIN subscriptions s ON s.id = d.subscription_id AND s.status = 'active'
        CROSS JOIN LATERAL (SELECT (('x' || substr(md5(d.id::text), 1, 6))::bit(24)::int % 1000) AS n) AS chance
        WHERE d.workspace_id = ${demo.workspaceId}::uuid AND d.status = 'waiting'`;
      await tx.$executeRaw`
        INSERT INTO attempts (event_id, delivery_id, number, workspace_id, subscription_id, trigger, started_at, duration_ms, connect_ms, first_byte_ms, download_ms,
          remote_address, request_url, request_headers, response_status, response_headers, response_body, response_encoding, response_bytes, failure_kind, worker_id)
        SELECT f.event_id, f.id, n, f.workspace_id, f.subscription_id, CASE WHEN n = 1 THEN 'first' ELSE 'retry' END,
          f.created_at + make_interval(secs => (${waitsSec}::int[])[n] + 0.012), took.ms, CASE WHEN n = 1 THEN took.ms * 0.1 END, took.ms * 0.95, took.ms * 0.05,
          '127.0.0.1', f.url, json_build_array(json_build_array('content-type', 'application/json')),
          CASE WHEN n <= f.failures THEN 503 ELSE 200 END, json_build_array(json_build_array('content-type', 'text/plain')),
          CASE WHEN n <= f.failures THEN 'temporarily unavailable' ELSE 'ok' END, 'utf8', CASE WHEN n <= f.failures THEN 23 ELSE 2 END,
          CASE WHEN n <= f.failures THEN 'http_status' END, 'demo'
        FROM demo_fates f CROSS JOIN LATERAL generate_series(1, least(f.failures + 1, f.max_attempts)) AS n
        CROSS JOIN LATERAL (SELECT 18 + ('x' || substr(md5(f.id::text || n), 1, 4))::bit(16)::int % 160 AS ms) AS took`;
      await tx.$executeRaw`
        UPDATE deliveries d SET status = CASE WHEN a.failure_kind IS NULL THEN 'delivered' ELSE 'failed' END, attempt_count = a.number, next_attempt_at = NULL,
          last_attempt_at = a.started_at, last_response_status = a.response_status, last_failure_kind = a.failure_kind,
          first_delivered_at = CASE WHEN a.failure_kind IS NULL THEN a.started_at END
        FROM (SELECT DISTINCT ON (event_id, delivery_id) * FROM attempts WHERE workspace_id = ${demo.workspaceId}::uuid ORDER BY event_id, delivery_id, number DESC) AS a
        WHERE d.event_id = a.event_id AND d.id = a.delivery_id AND d.status = 'waiting'`;
      await tx.$executeRaw`DELETE FROM queue q USING demo_fates f WHERE q.delivery_id = f.id`;
      await tx.$executeRaw`DELETE FROM hourly_counts WHERE workspace_id = ${demo.workspaceId}::uuid AND outcome <> 'received'`;
      await tx.$executeRaw`
        INSERT INTO hourly_counts (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome, count)
        SELECT d.workspace_id, date_trunc('hour', e.received_at, 'UTC'), d.subscription_id, coalesce(d.product_id, '00000000-0000-0000-0000-000000000000'), d.event_type, d.is_test, d.status, count(*)
        FROM deliveries d JOIN events e ON e.id = d.event_id WHERE d.workspace_id = ${demo.workspaceId}::uuid GROUP BY 1, 2, 3, 4, 5, 6, 7`;
    },
    { timeout: 60_000 },
  );
}
