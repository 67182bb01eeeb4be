import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { Agent, request } from "undici";
import { buildEnvelope } from "@/lib/domain/envelope";
import { listen } from "@/lib/db/listen";
import { storeEvents } from "@/lib/services/events/store-events";
import { startWorker } from "@/lib/worker/loop";
import { type Bench, medianOf, type Result, SAMPLE } from "./bench";

const EVENTS = 10_000;
const CONNECTIONS = 100;
const PAIRS = 5;

// What a delivery carries, so that both sides send and parse the same bytes.
const HEADERS = {
  "content-type": "application/json",
  "user-agent": "Aviso/0.1.0",
  "webhook-id": "evt_01katvnkgme4ta7a8v9cq3mh2d",
  "webhook-timestamp": "1764000000",
  "webhook-signature": "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
  "webhook-attempt": "1",
  "webhook-retries-remaining": "7",
};

/**
 * Deliveries per second to one healthy receiver, every attempt stored in full, beside plain `undici.request` posting the
 * same bytes to the same receiver over as many connections. The two take turns, and a pair's ratio is that of the same
 * minute; the receiver is a process of its own.
 */
export async function benchDelivery(bench: Bench): Promise<Result[]> {
  const sink = fork(path.resolve("bench/sink.ts"));
  const [url] = (await once(sink, "message")) as [string];
  const subscriptionId = await bench.subscribe(url);
  const statements = countStatements();
  const pairs: { raw: number; rate: number; perDelivery: number }[] = [];
  // The first pair warms up.
  for (let pair = 0; pair <= PAIRS; pair++) {
    const raw = await postPlainly(url);
    await fill(bench);
    const before = statements.count;
    const rate = await deliverAll(bench, subscriptionId);
    if (pair > 0) pairs.push({ raw, rate, perDelivery: (statements.count - before) / EVENTS });
  }
  statements.stop();
  sink.disconnect();
  const stored = await bench.ctx.db.attempt.count({ where: { workspaceId: bench.ctx.workspaceId, failureKind: null, responseBody: "ok" } });
  if (stored !== EVENTS * (PAIRS + 1)) throw new Error(`Of ${EVENTS * (PAIRS + 1)} deliveries ${stored} were stored as delivered.`);
  const raw = medianOf(pairs.map((one) => one.raw));
  const rate = medianOf(pairs.map((one) => one.rate));
  return [
    { what: "deliver, every attempt stored (requests)", raw, rate, ratio: medianOf(pairs.map((one) => one.rate / one.raw)), target: { ratio: 0.5 } },
    { what: "deliver, as a rate (requests)", raw, rate, target: { rate: 4_000 } },
    { what: "SQL statements a delivery", rate: medianOf(pairs.map((one) => one.perDelivery)), target: { atMost: 0.1 } },
  ];
}

async function postPlainly(url: string): Promise<number> {
  const agent = new Agent({ connections: CONNECTIONS, pipelining: 1 });
  const body = makeBody();
  let left = EVENTS;
  const call = async () => {
    while (left-- > 0) await (await request(url, { method: "POST", dispatcher: agent, headers: HEADERS, body })).body.text();
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, call));
  const rate = EVENTS / ((performance.now() - startedAt) / 1_000);
  await agent.close();
  return rate;
}

/** Starts a worker on the filled queue and stops it when the queue is empty. */
async function deliverAll({ ctx, url }: Bench, subscriptionId: string): Promise<number> {
  const startedAt = performance.now();
  const worker = startWorker({ db: ctx.db, workerId: randomUUID(), secretKey: ctx.secretKey, policy: { allowedRanges: ["127.0.0.0/8"], allowHttp: true, ownOrigin: ctx.origin } });
  const endListening = listen(url, "aviso_queue", worker.wake);
  const watch = new pg.Client({ connectionString: url });
  await watch.connect();
  const isLeft = async () => (await watch.query("SELECT 1 FROM queue WHERE subscription_id = $1 LIMIT 1", [subscriptionId])).rowCount === 1;
  while (await isLeft()) await wait(50);
  const rate = EVENTS / ((performance.now() - startedAt) / 1_000);
  await Promise.all([endListening(), worker.stop(), watch.end()]);
  return rate;
}

async function fill({ ctx }: Bench): Promise<void> {
  for (let n = 0; n < EVENTS; n += 1_000) {
    const at = new Date();
    const events = Array.from({ length: 1_000 }, () => ({ eventType: "PURCHASE_APPROVED", productId: null, externalId: randomUUID(), occurredAt: at, receivedAt: at, body: makeBody(), isTest: false, source: "api" as const, idempotencyKeys: [] }));
    await storeEvents({ ctx, events });
  }
}

function makeBody(): string {
  return buildEnvelope({ externalId: randomUUID(), occurredAt: new Date(), eventType: "PURCHASE_APPROVED", data: SAMPLE });
}

/** Counts what is sent to the database, BEGIN and COMMIT included, the bench's own few questions too. */
function countStatements(): { count: number; stop(): void } {
  const plain = pg.Client.prototype.query;
  const counter = { count: 0, stop: () => void (pg.Client.prototype.query = plain) };
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
    counter.count += 1;
    return Reflect.apply(plain, this, args);
  } as typeof plain;
  return counter;
}
