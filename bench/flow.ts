import { type Result, sayProgress } from "./bench";
import { EVENT, load, quantiles, type Quantiles } from "./load";
import { type Sink, startSink } from "./receiver";
import type { Part, Stack } from "./stack";

const PRODUCTS = 10;
const FAN_OUT = 3;
const WARM_UP_SEC = 5;

/**
 * From the moment that a sender reads "accepted" to the moment that the first bytes arrive at a receiver, web and worker as in
 * production, all processes on this machine. Senders do not wait for one another, so nothing hides what is slow.
 */
export async function benchFlow(stack: Stack, isLong: boolean): Promise<Result[]> {
  const [web, worker, sink] = [await stack.startWeb(), await stack.startWorker(), await startSink()];
  const seconds = isLong ? 300 : 30;
  const run = (perSecond: number, forSeconds = seconds) => flow(stack, { web, sink, perSecond, seconds: forSeconds });
  try {
    const one = await stack.subscribe(`${sink.url}/timed`);
    await run(200, WARM_UP_SEC);
    const calm = await run(200);
    await stack.unsubscribe([one]);

    // Thirty endpoints, three for each product; every event goes to three of them.
    const subscribeAll = (hanging: number) => Promise.all(Array.from({ length: PRODUCTS * FAN_OUT }, (_, at) =>
      stack.subscribe(`${sink.url}/${at % 10 < hanging ? "hang" : "timed"}/${at}`, { productIds: [stack.productIds[at % PRODUCTS]!], maxInFlight: 10 })));
    const healthy = await subscribeAll(0);
    await run(1_000, WARM_UP_SEC);
    const busy = await run(1_000);
    await stack.unsubscribe(healthy);
    const mixed = await subscribeAll(1);
    await run(1_000, WARM_UP_SEC);
    const beside = await run(1_000);
    await stack.unsubscribe(mixed);
    return [
      ...(["p50", "p95", "p99"] as const).map((at) => ({ what: `accepted → first byte, 200 events/s, ${at} (ms)`, rate: calm.latencyMs[at], target: { atMost: { p50: 15, p95: 40, p99: 100 }[at] } })),
      { what: `the same, 1,000 events/s to ${FAN_OUT} of ${PRODUCTS * FAN_OUT} endpoints, p95 (ms)`, rate: busy.latencyMs.p95, target: { atMost: 250 } },
      { what: "queue at the end of it, over that at a third of it (deliveries)", rate: busy.growth, target: { atMost: 500 } },
      { what: "accepted of those sent, per second", rate: busy.perSecond, target: { rate: 990 } },
      { what: "the same with one endpoint in ten hanging: healthy p95 (ms)", rate: beside.latencyMs.p95, target: { atMost: Math.round(busy.latencyMs.p95 * 2) } },
    ];
  } finally {
    sink.close();
    await Promise.all([web.stop(), worker.stop()]);
  }
}

interface Flow { latencyMs: Quantiles; growth: number; perSecond: number }

async function flow(stack: Stack, { web, sink, perSecond, seconds }: { web: Part; sink: Sink; perSecond: number; seconds: number }): Promise<Flow> {
  await sink.read();
  const depths: number[] = [];
  const watching = setInterval(() => void depth(stack).then((n) => depths.push(n)), 1_000);
  const result = await load({ port: web.port, path: "/api/v1/events", key: stack.key, connections: 64, seconds, perSecond, template: EVENT, products: PRODUCTS, listsIds: true });
  clearInterval(watching);
  // What is healthy arrives within seconds, or counts as lost below.
  for (let n = 0, before = -1, seen = await sink.read(); n < 20 && seen.count !== before; n++) {
    for (const one of seen.seen) arrivals.push(one);
    before = seen.count;
    await new Promise((resolve) => setTimeout(resolve, 250));
    seen = await sink.read();
  }
  const acceptedAt = new Map(result.accepted);
  const latencies = arrivals.splice(0).flatMap(([id, at]) => (acceptedAt.has(id) ? [Math.max(0, at - acceptedAt.get(id)!)] : []));
  const latencyMs = quantiles(latencies);
  const growth = Math.max(0, depths.at(-1)! - depths[Math.floor(depths.length / 3)]!);
  sayProgress(`${perSecond}/s for ${seconds} s: ${Math.round(result.events / result.seconds)}/s accepted, ${latencies.length} arrived, p50 ${latencyMs.p50.toFixed(1)}, p95 ${latencyMs.p95.toFixed(1)}, p99 ${latencyMs.p99.toFixed(1)} ms; answered in p95 ${result.latencyMs.p95.toFixed(1)} ms; queue ${depths.join(" ")}`);
  return { latencyMs, growth, perSecond: result.events / result.seconds };
}

const arrivals: [string, number][] = [];

/** What is queued for those that answer. */
async function depth({ ctx: { db, workspaceId } }: Stack): Promise<number> {
  const [{ n }] = await db.$queryRaw<[{ n: bigint }]>`SELECT count(*) AS n FROM queue q JOIN subscriptions s ON s.id = q.subscription_id WHERE q.workspace_id = ${workspaceId}::uuid AND s.url NOT LIKE '%/hang/%'`;
  return Number(n);
}
