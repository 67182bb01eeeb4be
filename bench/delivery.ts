import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { Agent, request } from "undici";
import { buildEnvelope } from "@/lib/domain/envelope";
import { storeEvents } from "@/lib/services/events/store-events";
import { medianOf, type Result, sayProgress } from "./bench";
import { EVENT } from "./load";
import { type Sink, startSink } from "./receiver";
import type { Stack } from "./stack";

const EVENTS = 20_000;
const CONNECTIONS = 100;
const ROUNDS = 5;

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
 * Deliveries per second by one worker process to one healthy receiver, every attempt stored in full, beside plain `undici.request`
 * posting the same bytes to the same receiver over as many connections. The two take turns, and a round's ratio is that of the
 * same minute. The time is from the first request that arrives to the last result that is stored. Both stay the processes that they
 * are over all rounds, as in production: neither is measured while it is still being compiled.
 */
export async function benchDelivery(stack: Stack): Promise<Result[]> {
  const { raw, rate, ratio, statements } = await deliverRounds(stack, ROUNDS);
  return [
    { what: "deliver, every attempt stored (requests/s)", raw, rate, target: { rate: 4_000 } },
    { what: "the same, as a share of plain undici.request", raw, rate, ratio, target: { ratio: 0.5 } },
    { what: "SQL statements a delivery", rate: statements / EVENTS, target: { atMost: 0.1 } },
  ];
}

/** The middle of several rounds, per second. */
export async function deliverRounds(stack: Stack, count: number): Promise<{ raw: number; rate: number; ratio: number; statements: number }> {
  const sink = await startSink();
  const worker = await stack.startWorker();
  const subscriptionId = await stack.subscribe(`${sink.url}/`, { status: "paused" });
  const rounds: { raw: number; rate: number; statements: number }[] = [];
  try {
    // The first round warms up.
    for (let round = 0; round <= count; round++) {
      const raw = await postPlainly(sink.url);
      await fill(stack);
      const { rate, statements } = await deliverAll(stack, sink, subscriptionId);
      sayProgress(`delivery ${round}: plain ${Math.round(raw)}/s, Aviso ${Math.round(rate)}/s, ${(statements / EVENTS).toFixed(3)} statements each`);
      if (round > 0) rounds.push({ raw, rate, statements });
    }
  } finally {
    sink.close();
    await worker.stop();
  }
  const { db, workspaceId } = stack.ctx;
  const stored = await db.attempt.count({ where: { workspaceId, subscriptionId, failureKind: null, responseBody: "ok" } });
  if (stored !== EVENTS * (count + 1)) throw new Error(`Of ${EVENTS * (count + 1)} deliveries ${stored} were stored as delivered.`);
  await stack.unsubscribe([subscriptionId]);
  const middle = (pick: (one: (typeof rounds)[number]) => number) => medianOf(rounds.map(pick));
  return { raw: middle((one) => one.raw), rate: middle((one) => one.rate), ratio: middle((one) => one.rate / one.raw), statements: middle((one) => one.statements) };
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

/** Lets the worker at the filled queue until that is empty. */
async function deliverAll(stack: Stack, sink: Sink, subscriptionId: string): Promise<{ rate: number; statements: number }> {
  const { db } = stack.ctx;
  const before = (await sink.read()).count;
  const setStatus = (status: string) => db.subscription.update({ where: { id: subscriptionId }, data: { status } });
  await setStatus("active");
  while ((await sink.read()).count === before) await wait(10);
  const startedAt = performance.now();
  await db.$executeRawUnsafe("SELECT pg_stat_statements_reset()");
  const seenBefore = (await sink.read()).count - before;
  const isLeft = async () => (await db.$queryRaw<unknown[]>`SELECT 1 FROM queue WHERE subscription_id = ${subscriptionId}::uuid LIMIT 1`).length > 0;
  while (await isLeft()) await wait(100);
  const rate = (EVENTS - seenBefore) / ((performance.now() - startedAt) / 1_000);
  // This bench's own questions are among them.
  const [{ statements }] = await db.$queryRaw<[{ statements: bigint }]>`SELECT sum(calls)::bigint AS statements FROM pg_stat_statements`;
  await setStatus("paused");
  return { rate, statements: Number(statements) };
}

async function fill({ ctx }: Stack): Promise<void> {
  for (let n = 0; n < EVENTS; n += 1_000) {
    const at = new Date();
    const events = Array.from({ length: 1_000 }, () => ({ eventType: "PURCHASE_APPROVED", productId: null, externalId: randomUUID(), occurredAt: at, receivedAt: at, body: makeBody(), isTest: false, source: "api" as const, idempotencyKeys: [] }));
    await storeEvents({ ctx, events });
  }
}

function makeBody(): string {
  const id = randomUUID();
  const { data } = JSON.parse(EVENT.replaceAll("#N#", id)) as { data: unknown };
  return buildEnvelope({ externalId: id, occurredAt: new Date(), eventType: "PURCHASE_APPROVED", data: JSON.stringify(data) });
}
