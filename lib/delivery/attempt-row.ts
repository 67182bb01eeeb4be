import { type Attempted, isExtra } from "./attempt";

/** The columns of a result as `record` sends them, with their types. */
export const ROW_TYPES = `delivery_id uuid, event_id uuid, workspace_id uuid, subscription_id uuid, claim_id uuid, number int, trigger text, requested_by text,
  started_at timestamptz, duration_ms real, dns_ms real, connect_ms real, tls_ms real, first_byte_ms real, download_ms real,
  remote_address text, proxy text, request_url text, request_headers json, request_body text, response_status int, response_headers json, response_body text,
  response_encoding text, response_bytes int, response_truncated boolean, failure_kind text, failure_detail text, worker_id text,
  new_status text, next_delay_ms bigint, next_at timestamptz, next_step int`;

/** Those that are an attempt's own. */
export const ATTEMPT_COLUMNS = `event_id, delivery_id, number, workspace_id, subscription_id, trigger, requested_by, started_at, duration_ms, dns_ms,
  connect_ms, tls_ms, first_byte_ms, download_ms, remote_address, proxy, request_url, request_headers, request_body, response_status, response_headers,
  response_body, response_encoding, response_bytes, response_truncated, failure_kind, failure_detail, worker_id`;

export function toRow({ job, requestHeaders, requestBody, result, decision }: Attempted, workerId: string) {
  const { claim } = job;
  const endedAt = result.startedAt.getTime() + result.durationMs;
  return {
    delivery_id: claim.deliveryId, event_id: claim.eventId, workspace_id: job.workspaceId, subscription_id: claim.subscriptionId,
    claim_id: claim.claimId, number: job.attemptCount + 1, trigger: claim.trigger, requested_by: claim.requestedBy,
    started_at: result.startedAt, duration_ms: result.durationMs, dns_ms: result.dnsMs, connect_ms: result.connectMs, tls_ms: result.tlsMs,
    first_byte_ms: result.firstByteMs, download_ms: result.downloadMs, remote_address: result.remoteAddress, proxy: result.proxy, request_url: job.target.url,
    request_headers: requestHeaders, request_body: requestBody, response_status: result.responseStatus, response_headers: result.responseHeaders,
    response_body: result.responseBody, response_encoding: result.responseEncoding, response_bytes: result.responseBytes,
    response_truncated: result.responseTruncated, failure_kind: result.failureKind, failure_detail: result.failureDetail, worker_id: workerId,
    new_status: statusAfter({ job, decision }),
    // A span, not a moment: the queue goes by the database's clock, and a worker's own may be wrong.
    next_delay_ms: decision.next === "retry" ? Math.max(0, Math.round(decision.at.getTime() - endedAt)) : null,
    // After a resend the schedule goes on exactly where it was.
    next_at: decision.next === "retry" && isExtra(job) ? claim.resumeDueAt : null,
    next_step: isExtra(job) || claim.isProbe ? claim.scheduleStep : claim.scheduleStep + 1,
  };
}

/** What was delivered once stays delivered, whatever a later resend comes to. */
export function statusAfter({ job, decision }: Pick<Attempted, "job" | "decision">): string {
  if (decision.next === "delivered" || job.hasDelivered) return "delivered";
  return decision.next === "retry" ? "waiting" : "failed";
}
