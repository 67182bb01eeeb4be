import { booleanArray, int4Array, int8Array, realArray, textArray, timeArray, uuidArray } from "@/lib/db/binary-array";
import { uuidDays } from "@/lib/domain/ids";
import { type Attempted, isExtra } from "./attempt";

/** What is written of one result: of the attempt, and of what becomes of its delivery. */
type Row = ReturnType<typeof toRow>;

/** A result's columns as `record` sends them: a name, its type, and how its values travel. In the order of their parameters. */
const COLUMNS: { name: keyof Row; type: string; encode: (rows: Row[]) => Buffer }[] = [
  uuids("delivery_id"), uuids("event_id"), uuids("workspace_id"), uuids("subscription_id"), uuids("claim_id"),
  whole("number"), texts("trigger"), texts("requested_by"), times("started_at"), reals("duration_ms"), reals("dns_ms"), reals("connect_ms"), reals("tls_ms"), reals("first_byte_ms"),
  reals("download_ms"), texts("remote_address"), texts("proxy"), texts("request_url"), jsons("request_headers"), texts("request_body"), whole("response_status"),
  jsons("response_headers"), texts("response_body"), texts("response_encoding"), whole("response_bytes"),
  { name: "response_truncated", type: "boolean", encode: (rows) => booleanArray(rows.map((row) => row.response_truncated)) },
  texts("failure_kind"), texts("failure_detail"), texts("worker_id"), texts("new_status"),
  { name: "next_delay_ms", type: "bigint", encode: (rows) => int8Array(rows.map((row) => row.next_delay_ms)) },
  times("next_at"), whole("next_step"),
];

/** The columns of `toColumns` as a table, from parameter $1 on. */
export const ROWS = `unnest(${COLUMNS.map(({ type }, at) => `$${at + 1}::${type}[]`).join(", ")}) AS i(${COLUMNS.map(({ name }) => name).join(", ")})`;
/** How many parameters they take. */
export const ROWS_PARAMETERS = COLUMNS.length;

/** The columns of an attempt. */
export const ATTEMPT_COLUMNS = `event_id, delivery_id, number, workspace_id, subscription_id, trigger, requested_by, started_at, duration_ms, dns_ms,
  connect_ms, tls_ms, first_byte_ms, download_ms, remote_address, proxy, request_url, request_headers, request_body, response_status, response_headers,
  response_body, response_encoding, response_bytes, response_truncated, failure_kind, failure_detail, worker_id`;

/** The rows' values, one array a column, in Postgres's binary format: as JSON they took a third of the time that recording takes. */
export function toColumns(rows: Row[]): Buffer[] {
  return COLUMNS.map(({ encode }) => encode(rows));
}

/** The rows of results, in the order in which everybody locks them, and the days of their events. */
export function toRows(attempts: Attempted[], workerId: string) {
  const rows = attempts.map((attempt) => toRow(attempt, workerId)).sort((a, b) => (a.delivery_id < b.delivery_id ? -1 : 1));
  return { rows, days: uuidDays(rows.map((row) => row.event_id)) };
}

function toRow({ job, requestHeaders, requestBody, result, decision }: Attempted, workerId: string) {
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

type Named<Value> = { [Name in keyof Row]: Row[Name] extends Value ? Name : never }[keyof Row];

function uuids(name: Named<string>) {
  return { name, type: "uuid", encode: (rows: Row[]) => uuidArray(rows.map((row) => row[name])) };
}

function texts(name: Named<string | null>) {
  return { name, type: "text", encode: (rows: Row[]) => textArray(rows.map((row) => row[name])) };
}

function jsons(name: Named<[string, string][] | null>) {
  return { name, type: "json", encode: (rows: Row[]) => textArray(rows.map((row) => row[name] && JSON.stringify(row[name])), "json") };
}

function times(name: Named<Date | null>) {
  return { name, type: "timestamptz", encode: (rows: Row[]) => timeArray(rows.map((row) => row[name])) };
}

function whole(name: Named<number | null>) {
  return { name, type: "int", encode: (rows: Row[]) => int4Array(rows.map((row) => row[name])) };
}

function reals(name: Named<number | null>) {
  return { name, type: "real", encode: (rows: Row[]) => realArray(rows.map((row) => row[name])) };
}
