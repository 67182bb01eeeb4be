import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const QUICK_SEC = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LONG_SEC = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

// On globalThis, because Next bundles its own copy of this module.
const KEY = Symbol.for("aviso.metrics");
const holder = globalThis as { [KEY]?: ReturnType<typeof create> };

/** What Prometheus is told: of the whole house, with no label that names a tenant, a subscription or an address. */
export const metrics = (holder[KEY] ??= create());

function create() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    /** Filled when Prometheus asks. */
    collectors: [] as (() => Promise<void> | void)[],
    ingestedEvents: new Counter({ name: "aviso_ingested_events_total", help: "Events that were sent in, by outcome", labelNames: ["outcome"], registers }),
    ingestSeconds: new Histogram({ name: "aviso_ingest_duration_seconds", help: "From a request's body to the commit of its events", buckets: QUICK_SEC, registers }),
    httpRequests: new Counter({ name: "aviso_http_requests_total", help: "Answered requests, by kind and status class", labelNames: ["kind", "status"], registers }),
    httpSeconds: new Histogram({ name: "aviso_http_request_duration_seconds", help: "From a request's head to the end of its answer, by kind", labelNames: ["kind"], buckets: QUICK_SEC, registers }),
    attempts: new Counter({ name: "aviso_attempts_total", help: "Attempts that were recorded, by what follows and by kind of failure", labelNames: ["next", "failure"], registers }),
    attemptSeconds: new Histogram({ name: "aviso_attempt_duration_seconds", help: "From an attempt's start to the last byte of its answer", labelNames: ["result"], buckets: LONG_SEC, registers }),
    acceptToSendSeconds: new Histogram({ name: "aviso_accept_to_first_byte_seconds", help: "From an event's acceptance to the first byte at a receiver, for first attempts", buckets: LONG_SEC, registers }),
    inFlight: new Gauge({ name: "aviso_in_flight_attempts", help: "Attempts under way in this process", registers }),
    databaseUp: new Gauge({ name: "aviso_database_up", help: "Whether the database answered", registers }),
    queueDepth: new Gauge({ name: "aviso_queue_depth", help: "Outstanding deliveries: due now, due later, or held (paused, disabled, endpoint down)", labelNames: ["state"], registers }),
    oldestDueSeconds: new Gauge({ name: "aviso_queue_oldest_due_seconds", help: "How long the longest overdue delivery waits", registers }),
    endpoints: new Gauge({ name: "aviso_endpoints", help: "Subscriptions by the state of their endpoint", labelNames: ["state"], registers }),
    liveWorkers: new Gauge({ name: "aviso_live_workers", help: "Workers that gave a sign of life lately", registers }),
    pool: new Gauge({ name: "aviso_db_pool_connections", help: "This process's database connections, and queries that wait for one", labelNames: ["state"], registers }),
  };
}

/**
 * Answers GET /metrics. With a token whoever bears it is answered; without one, whoever asks where `isOpen`: everybody
 * else is told that there is nothing.
 */
export async function answerMetrics(request: IncomingMessage, response: ServerResponse, access: { token: string | null; isOpen: boolean }): Promise<void> {
  if (!isAllowed(request.headers.authorization, access)) return void response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
  await Promise.all(metrics.collectors.map((collect) => collect()));
  response.writeHead(200, { "content-type": metrics.registry.contentType, "cache-control": "no-store" }).end(await metrics.registry.metrics());
}

/** Shows metrics on a port of their own: on every address to whoever bears the token, without one on loopback alone. @returns what ends it */
export async function serveMetrics({ port, token }: { port: number; token: string | null }): Promise<() => void> {
  const server = createServer((request, response) => {
    if (request.url === "/metrics") void answerMetrics(request, response, { token, isOpen: true });
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", ({ code }: NodeJS.ErrnoException) => reject(new Error(`AVISO_METRICS_PORT: port ${port} cannot be opened (${code}). Choose another for each worker on a machine.`)));
    server.listen(port, token === null ? "127.0.0.1" : undefined, () => resolve());
  });
  return () => void server.close();
}

function isAllowed(authorization: string | undefined, { token, isOpen }: { token: string | null; isOpen: boolean }): boolean {
  if (token === null) return isOpen;
  const [given, wanted] = [Buffer.from(authorization ?? ""), Buffer.from(`Bearer ${token}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const MACHINE_KINDS: [RegExp, string][] = [[/^\/api\/v1\/events\/?$/, "events"], [/^\/api\/v1\//, "api"], [/^\/r\//, "receiver"], [/^\/api\/(health|ready)$/, "health"], [/^\/_next\/static\//, "file"]];

/** Counts a request when it has been answered. */
export function countRequest(request: IncomingMessage, response: ServerResponse): void {
  const begunAt = performance.now();
  const path = (request.url ?? "").split("?", 1)[0]!;
  const kind = MACHINE_KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? "page";
  response.once("close", () => {
    metrics.httpRequests.inc({ kind, status: response.writableFinished ? `${Math.floor(response.statusCode / 100)}xx` : "broken_off" });
    metrics.httpSeconds.observe({ kind }, (performance.now() - begunAt) / 1_000);
  });
}
