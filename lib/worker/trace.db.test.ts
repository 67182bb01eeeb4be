import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { metrics } from "@/lib/metrics";
import { ingestEvents } from "@/lib/services/events/ingest";
import { watchHouse } from "@/lib/services/health/watch";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { readTraceparent } from "@/lib/trace";
import { startTracing } from "@/lib/trace-export";
import { startWorker } from "./loop";

interface OtlpSpan { name: string; traceId: string; spanId: string; parentSpanId?: string; kind: number; status: { code?: number; message?: string }; attributes: { key: string; value: unknown }[] }

let database: Awaited<ReturnType<typeof createTestDatabase>>;
const spans: OtlpSpan[] = [];
const received: IncomingHttpHeaders[] = [];
const answers = [503, 200];
/** A collector at /v1/traces, and a seller's system beside it. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
    if (request.url === "/v1/traces") {
      const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[] };
      spans.push(...resourceSpans.flatMap((resource) => resource.scopeSpans.flatMap((scope) => scope.spans)));
      return void response.writeHead(200, { "content-type": "application/json" }).end("{}");
    }
    received.push(request.headers);
    response.writeHead(answers.shift() ?? 200).end("planted-answer");
  });
});
let base: string;
beforeAll(async () => {
  database = await createTestDatabase();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await database.close();
});

const body = (id: string) => Buffer.from(JSON.stringify({ event: "PURCHASE_APPROVED", id, data: { note: "planted-payload" } }));

async function deliver(work: () => Promise<unknown>, count: number): Promise<void> {
  const ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: `${base}/hook?token=planted-token` });
  const worker = startWorker({ db: database.db, workerId: "traced", secretKey: ctx.secretKey, policy: { allowedRanges: ["127.0.0.0/8"], allowHttp: true, ownOrigin: "http://aviso.test", dnsServers: [], proxy: { http: null, https: null, except: [] } }, pollMs: 20 });
  try {
    await ingestEvents({ ctx, input: { body: body("one"), traceparent: SENDER } });
    await work();
    await vi.waitFor(() => expect(received.length).toBe(count), { timeout: 15_000, interval: 20 });
    await vi.waitFor(async () => expect(await database.db.queueEntry.count()).toBe(0), { timeout: 15_000, interval: 20 });
  } finally {
    await worker.stop();
  }
}
const SENDER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

test("a sender's trace goes on through ingestion, store, claim and every attempt, and on to the receiver", async () => {
  const endTracing = startTracing({ part: "test", endpoint: base, share: 1 });
  await deliver(async () => {
    await vi.waitFor(() => expect(received.length).toBe(1), { timeout: 15_000, interval: 20 });
    await vi.waitFor(async () => expect(await database.db.$executeRaw`UPDATE queue SET due_at = now() WHERE claim_id IS NULL AND due_at > now()`).toBe(1), { timeout: 15_000, interval: 20 });
  }, 2);
  await endTracing();
  const { traceId, spanId } = readTraceparent(SENDER)!;
  expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
  const named = (name: string) => spans.filter((span) => span.name === name);
  const [ingest, store] = [named("ingest")[0]!, named("store")[0]!];
  expect([ingest.parentSpanId, store.parentSpanId]).toEqual([spanId, ingest.spanId]);
  expect(named("claim").length).toBe(2);
  for (const claim of named("claim")) expect(claim.parentSpanId).toBe(store.spanId);
  const attempts = named("attempt");
  expect(attempts.map((span) => span.parentSpanId).sort()).toEqual(named("claim").map((span) => span.spanId).sort());
  expect(attempts.map((span) => span.status.message ?? "")).toEqual(["http_status", ""]);
  expect(received.map((headers) => readTraceparent(String(headers.traceparent)))).toEqual(attempts.map((span) => ({ traceId, spanId: span.spanId, traceFlags: 1 })));
  expect(JSON.stringify(spans)).not.toContain("planted");
});

test("while no traces are collected none is stored or sent, and metrics tell rates, durations, queue and endpoints", async () => {
  await database.db.traceContext.deleteMany();
  received.length = 0;
  metrics.registry.resetMetrics();
  watchHouse(database.db);
  await deliver(async () => undefined, 1);
  expect(received[0]!.traceparent).toBeUndefined();
  expect(await database.db.traceContext.count()).toBe(0);
  await Promise.all(metrics.collectors.map((collect) => collect()));
  const text = await metrics.registry.metrics();
  for (const sample of [
    'aviso_ingested_events_total{outcome="accepted"} 1', "aviso_ingest_duration_seconds_count 1", 'aviso_attempts_total{next="delivered",failure=""} 1',
    'aviso_attempt_duration_seconds_count{result="succeeded"} 1', "aviso_accept_to_first_byte_seconds_count 1", 'aviso_queue_depth{state="due"} 0',
    "aviso_queue_oldest_due_seconds 0", 'aviso_endpoints{state="up"} 2', "aviso_database_up 1",
  ]) expect(text).toContain(sample);
  expect(text).toMatch(/aviso_db_pool_connections\{state="open"\} [1-9]/);
});
