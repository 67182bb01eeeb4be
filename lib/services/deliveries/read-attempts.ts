import type { Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/client";
import { DELIVERY_LIMITS } from "@/lib/domain/delivery-limits";
import type { Attempt, Delivery } from "@/lib/db/generated/client";

/** What is known of an attempt without what it sent and got. */
interface AttemptFacts {
  number: number;
  trigger: string;
  requestedBy: string | null;
  startedAt: Date;
  durationMs: number;
  parts: { name: "dns" | "connect" | "tls" | "firstByte" | "download"; ms: number }[];
  remoteAddress: string | null;
  /** The proxy that it went through, as host:port. */
  proxy: string | null;
  failureKind: string | null;
  failureDetail: string | null;
}
interface Exchange<RequestBody> {
  request: { method: "POST"; url: string; headers: [string, string][]; body: RequestBody };
  response: {
    status: number;
    headers: [string, string][];
    body: string | null;
    encoding: string | null;
    bytes: number | null;
    isTruncated: boolean;
  } | null;
}
export type AttemptDetail = AttemptFacts & Exchange<string> & { isWhole: true };
/** One for whose headers and bodies there was no room beside others. */
export type AttemptOutline = AttemptFacts & Exchange<null> & { isWhole: false };

/** What is read at once. Resends have no end, and each may have 64 kB of answer: one event could fill the web process. */
export const ATTEMPTS_AT_ONCE = {
  perDelivery: 100,
  perEvent: 1_000,
  /** Of bodies, in all. The newest attempt is taken however large it is. */
  bytes: 2 * 1024 * 1024,
};
// Headers are at most 16 kB each way; these many in full are enough for one answer.
const WHOLE_MAX = 100;

const FACTS = {
  deliveryId: true, number: true, trigger: true, requestedBy: true, startedAt: true, durationMs: true, dnsMs: true, connectMs: true, tlsMs: true, firstByteMs: true, downloadMs: true,
  remoteAddress: true, proxy: true, requestUrl: true, responseStatus: true, responseBytes: true, responseTruncated: true, failureKind: true, failureDetail: true,
} as const satisfies Prisma.AttemptSelect;
type Facts = Pick<Attempt, keyof typeof FACTS>;

/** The newest attempts of each of an event's deliveries, newest first, by the delivery's UUID; whole as far as there is room, the newest of each delivery before older ones. */
export async function readAttempts(tx: Tx, event: { id: string; workspaceId: string; body: string }, deliveries: Delivery[]): Promise<Map<string, (AttemptDetail | AttemptOutline)[]>> {
  const where = { workspaceId: event.workspaceId, eventId: event.id };
  const orderBy = { number: "desc" } as const;
  const cuts = await measure(tx, event, deliveries);
  let found: (readonly [string, AttemptDetail | AttemptOutline])[];
  if (cuts === null) {
    const only = deliveries.length === 1 ? { deliveryId: deliveries[0]!.id } : {};
    found = (await tx.attempt.findMany({ where: { ...where, ...only }, orderBy })).map((row) => [row.deliveryId, showAttempt(row, event.body)]);
  } else {
    const from = (name: "listed_from" | "whole_from") => cuts.flatMap((cut) => (cut[name] === null ? [] : [{ deliveryId: cut.id, number: { gte: cut[name] } }]));
    const whole = await tx.attempt.findMany({ where: { ...where, OR: from("whole_from") }, orderBy });
    const listed = await tx.attempt.findMany({ where: { ...where, OR: from("listed_from") }, orderBy, select: FACTS });
    const byName = new Map(whole.map((row) => [`${row.deliveryId} ${row.number}`, row]));
    found = listed.map((row) => {
      const all = byName.get(`${row.deliveryId} ${row.number}`);
      return [row.deliveryId, all ? showAttempt(all, event.body) : outline(row)];
    });
  }
  const byDelivery = new Map<string, (AttemptDetail | AttemptOutline)[]>();
  for (const [id, attempt] of found) {
    const attempts = byDelivery.get(id) ?? [];
    byDelivery.set(id, attempts);
    attempts.push(attempt);
  }
  return byDelivery;
}

interface Cut { id: string; listed_from: number; whole_from: number | null }

/** From which attempt on each delivery's are listed, and whole; null where all are sure to fit. Lengths are known to Postgres without reading the texts. */
async function measure(tx: Tx, { id, workspaceId, body }: { id: string; workspaceId: string; body: string }, deliveries: Delivery[]): Promise<Cut[] | null> {
  const sent = Buffer.byteLength(body);
  const made = deliveries.reduce((sum, delivery) => sum + delivery.attemptCount, 0);
  // Base64 is a third longer, and so may the older format be that is sent instead of the event's body.
  if (made * ((DELIVERY_LIMITS.keptResponseBytes + sent) * 4) / 3 <= ATTEMPTS_AT_ONCE.bytes) return null;
  const { perDelivery, perEvent, bytes } = ATTEMPTS_AT_ONCE;
  return tx.$queryRaw<Cut[]>`
    SELECT id::text, min(number)::int AS listed_from, min(number) FILTER (WHERE place <= ${WHOLE_MAX} AND bytes_before < ${bytes})::int AS whole_from FROM (
      SELECT id, number, row_number() OVER newest AS place, sum(bytes) OVER newest - bytes AS bytes_before FROM (
        SELECT d.id, a.* FROM unnest(${deliveries.map((delivery) => delivery.id)}::uuid[]) AS d(id) CROSS JOIN LATERAL (
          SELECT number, row_number() OVER (ORDER BY number DESC) AS rank, coalesce(octet_length(request_body), ${sent}) + coalesce(octet_length(response_body), 0) AS bytes
          FROM attempts WHERE event_id = ${id}::uuid AND delivery_id = d.id AND workspace_id = ${workspaceId}::uuid ORDER BY number DESC LIMIT ${perDelivery}) AS a
        ORDER BY rank, id LIMIT ${perEvent}) AS listed
      WINDOW newest AS (ORDER BY rank, id ROWS UNBOUNDED PRECEDING)) AS measured
    GROUP BY id`;
}

/** One attempt, whole: the newest of the delivery that fits. */
export async function readAttempt(tx: Tx, delivery: Pick<Delivery, "id" | "eventId" | "workspaceId">, sought: Pick<Prisma.AttemptWhereInput, "number" | "failureKind" | "startedAt">, eventBody: string): Promise<AttemptDetail | null> {
  const { id: deliveryId, eventId, workspaceId } = delivery;
  const row = await tx.attempt.findFirst({ where: { ...sought, eventId, deliveryId, workspaceId }, orderBy: { number: "desc" } });
  return row && showAttempt(row, eventBody);
}

/** A delivery's attempts before one, newest first, without what they sent and got. */
export async function readOutlines(tx: Tx, delivery: Delivery, { before, take }: { before: number | undefined; take: number }): Promise<AttemptOutline[]> {
  const { id: deliveryId, eventId, workspaceId } = delivery;
  const number = before === undefined ? {} : { number: { lt: before } };
  const rows = await tx.attempt.findMany({ where: { eventId, deliveryId, workspaceId, ...number }, orderBy: { number: "desc" }, take, select: FACTS });
  return rows.map(outline);
}

function showAttempt(attempt: Attempt, eventBody: string): AttemptDetail {
  return {
    ...facts(attempt),
    isWhole: true,
    request: { method: "POST", url: attempt.requestUrl, headers: asHeaders(attempt.requestHeaders), body: attempt.requestBody ?? eventBody },
    response: attempt.responseStatus === null ? null : { ...answer(attempt, attempt.responseStatus), headers: asHeaders(attempt.responseHeaders), body: attempt.responseBody, encoding: attempt.responseEncoding },
  };
}

function outline(row: Facts): AttemptOutline {
  return {
    ...facts(row),
    isWhole: false,
    request: { method: "POST", url: row.requestUrl, headers: [], body: null },
    response: row.responseStatus === null ? null : { ...answer(row, row.responseStatus), headers: [], body: null, encoding: null },
  };
}

const answer = (row: Facts, status: number) => ({ status, bytes: row.responseBytes, isTruncated: row.responseTruncated });

function facts(row: Facts): AttemptFacts {
  const { number, trigger, requestedBy, startedAt, durationMs, remoteAddress, proxy, failureKind, failureDetail } = row;
  const parts = ([["dns", row.dnsMs], ["connect", row.connectMs], ["tls", row.tlsMs], ["firstByte", row.firstByteMs], ["download", row.downloadMs]] as const)
    .flatMap(([name, ms]) => (ms === null ? [] : [{ name, ms }]));
  return { number, trigger, requestedBy, startedAt, durationMs, parts, remoteAddress, proxy, failureKind, failureDetail };
}

function asHeaders(json: Prisma.JsonValue): [string, string][] {
  return Array.isArray(json) ? (json as [string, string][]) : [];
}
