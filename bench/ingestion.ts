import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { medianOf, type Result, sayProgress } from "./bench";
import { EVENT, load, type LoadJob } from "./load";
import type { Stack } from "./stack";

const SECONDS = 6;
const ROUNDS = 5;
const CONNECTIONS = 64;

/**
 * Events per second over HTTP into the web process, beside a bare server that stores the same bytes in the same Postgres. The
 * two take turns, and a round's ratio is that of the same minute. One subscription matches, and holds what it gets, so that the
 * figures are those of taking in: each event brings its verdict, delivery, queue row, three search terms and idempotency key.
 */
export async function benchIngestion(stack: Stack): Promise<Result[]> {
  const { raw, single, ratio, bareBatch, batch, batchRatio, routed, empty, routedRatio } = await ingestRounds(stack, ROUNDS);
  return [
    { what: `one event a request, ${CONNECTIONS} connections (events/s)`, raw, rate: single, target: { rate: 4_000 } },
    { what: "the same, as a share of a bare server with batched inserts", raw, rate: single, ratio, target: { ratio: 0.6 } },
    { what: "the same through Next's route handler, as a share of an empty one", raw: empty, rate: routed, ratio: routedRatio, target: { ratio: 0.6 } },
    { what: "batches of 100, 8 connections (events/s), beside the bare server's", raw: bareBatch, rate: batch, ratio: batchRatio, target: { rate: 15_000 } },
  ];
}

interface Rates { raw: number; single: number; bareBatch: number; batch: number; routed: number; empty: number }

/** The middle of several rounds, per second. */
export async function ingestRounds(stack: Stack, count: number): Promise<Rates & { ratio: number; batchRatio: number; routedRatio: number }> {
  const subscriptionId = await stack.subscribe("http://127.0.0.1:9/", { status: "paused" });
  const bare = fork(path.resolve("bench/bare.ts"), { env: { ...process.env, DATABASE_URL: stack.url } });
  const [barePort] = (await once(bare, "message")) as [number];
  const web = await stack.startWeb();
  const job: LoadJob = { port: web.port, path: "/api/v1/events", key: stack.key, connections: CONNECTIONS, seconds: SECONDS, template: EVENT, products: 12 };
  const rounds: Rates[] = [];
  // The first round warms up.
  for (let round = 0; round <= count; round++) {
    const raw = await rate({ ...job, port: barePort });
    const single = await rate(job);
    const bareBatch = await rate({ ...job, port: barePort, connections: 8, batch: 100 });
    const batch = await rate({ ...job, connections: 8, batch: 100 });
    // Written so, the address is not that of our own mount, and goes to Next, whose answer to OPTIONS is an empty handler.
    const routed = await rate({ ...job, path: "/api/v1/./events" });
    const empty = await rate({ ...job, path: "/api/v1/./events", method: "OPTIONS" }, "204");
    sayProgress(`ingestion ${round}: bare ${Math.round(raw)}/s, one a request ${Math.round(single)}/s, in batches ${Math.round(batch)}/s (bare ${Math.round(bareBatch)}/s), by Next ${Math.round(routed)}/s, empty ${Math.round(empty)}/s`);
    if (round > 0) rounds.push({ raw, single, bareBatch, batch, routed, empty });
    await clear(stack, subscriptionId);
  }
  await web.stop();
  await endBare(bare);
  await stack.unsubscribe([subscriptionId]);
  const middle = (pick: (one: Rates) => number) => medianOf(rounds.map(pick));
  return {
    raw: middle((one) => one.raw), single: middle((one) => one.single), bareBatch: middle((one) => one.bareBatch), batch: middle((one) => one.batch), routed: middle((one) => one.routed), empty: middle((one) => one.empty),
    ratio: middle((one) => one.single / one.raw), batchRatio: middle((one) => one.batch / one.bareBatch), routedRatio: middle((one) => one.routed / one.empty),
  };
}

async function rate(job: LoadJob, status = "202"): Promise<number> {
  const { seconds, statuses } = await load(job);
  const bad = Object.keys(statuses).filter((one) => one !== status);
  if (bad.length > 0) throw new Error(`Not everything was answered ${status}: ${JSON.stringify(statuses)}`);
  return ((statuses[status] ?? 0) * (job.batch ?? 1)) / seconds;
}

async function clear({ ctx: { db } }: Stack, subscriptionId: string): Promise<void> {
  await db.queueEntry.deleteMany({ where: { subscriptionId } });
  await db.$executeRawUnsafe("CHECKPOINT");
}

async function endBare(bare: ChildProcess): Promise<void> {
  bare.disconnect();
  await once(bare, "exit");
}
