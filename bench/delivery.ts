import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { Agent, request } from "undici";
import { buildEnvelope } from "@/lib/domain/envelope";
import { listen } from "@/lib/db/listen";
import { storeEvents } from "@/lib/services/events/store-events";
import { startWorker } from "@/lib/worker/loop";
import { type Bench, rateOf, type Result, SAMPLE } from "./bench";

const EVENTS = 3_000;
const CONNECTIONS = 100;

/** Deliveries per second to a local sink, every attempt stored, beside plain undici posting the same body to it. */
export async function benchDelivery(bench: Bench): Promise<Result> {
  const { ctx } = bench;
  const { server, url } = await startSink();
  const body = () => buildEnvelope({ externalId: randomUUID(), occurredAt: new Date(), eventType: "PURCHASE_APPROVED", data: SAMPLE });
  const agent = new Agent({ connections: CONNECTIONS });
  const text = body();
  const raw = await rateOf(EVENTS, async () => {
    let left = EVENTS;
    const call = async () => {
      while (left-- > 0) await (await request(url, { method: "POST", dispatcher: agent, headers: { "content-type": "application/json" }, body: text })).body.dump();
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, call));
  });
  await agent.close();

  const subscriptionId = await bench.subscribe(url);
  const fill = async () => {
    for (let n = 0; n < EVENTS; n += 1_000) {
      const at = new Date();
      const events = Array.from({ length: 1_000 }, () => ({ eventType: "PURCHASE_APPROVED", productId: null, externalId: randomUUID(), occurredAt: at, receivedAt: at, body: body(), isTest: false, source: "api" as const, idempotencyKeys: [] }));
      await storeEvents({ ctx, events });
    }
  };
  const rates: number[] = [];
  // The queue is filled while no worker runs: only delivering counts. The first run warms up.
  for (let run = 0; run < 4; run++) {
    await fill();
    const startedAt = performance.now();
    const worker = startWorker({ db: ctx.db, workerId: randomUUID(), secretKey: ctx.secretKey, policy: { allowedRanges: ["127.0.0.0/8"], allowHttp: true, ownOrigin: ctx.origin } });
    const endListening = listen(bench.url, "aviso_queue", worker.wake);
    while ((await ctx.db.queueEntry.count({ where: { subscriptionId } })) > 0) await wait(20);
    rates.push(EVENTS / ((performance.now() - startedAt) / 1_000));
    await endListening();
    await worker.stop();
  }
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  const stored = await ctx.db.attempt.count({ where: { workspaceId: ctx.workspaceId, failureKind: null } });
  if (stored !== EVENTS * rates.length) throw new Error(`Of ${EVENTS * rates.length} deliveries ${stored} were stored as delivered.`);
  return { what: "deliver, every attempt stored (requests)", raw, rate: rates.slice(1).sort((a, b) => a - b)[1]!, target: { ratio: 0.35 } };
}

function startSink(): Promise<{ server: Server; url: string }> {
  return new Promise((resolve) => {
    const server = createServer((message, response) => message.resume().on("end", () => response.end("ok")));
    server.listen(0, "127.0.0.1", () => resolve({ server, url: `http://127.0.0.1:${(server.address() as { port: number }).port}/` }));
  });
}
