import { medianOf, type Result, sayProgress } from "./bench";
import { EVENT, load } from "./load";
import { startSink } from "./receiver";
import type { Stack } from "./stack";

/** What web and worker take under a steady load, and whether it grows. */
export async function benchMemory(stack: Stack, isLong: boolean): Promise<Result[]> {
  const [web, worker, sink] = [await stack.startWeb(), await stack.startWorker(), await startSink()];
  const subscriptionIds = [await stack.subscribe(`${sink.url}/a`), await stack.subscribe(`${sink.url}/b`)];
  const samples: { web: number; worker: number }[] = [];
  const watching = setInterval(() => samples.push({ web: web.memoryMb(), worker: worker.memoryMb() }), 1_000);
  const seconds = isLong ? 3_600 : 180;
  const { events } = await load({ port: web.port, path: "/api/v1/events", key: stack.key, connections: 64, seconds, perSecond: 500, template: EVENT, products: 12 });
  clearInterval(watching);
  sink.close();
  await Promise.all([web.stop(), worker.stop()]);
  await stack.unsubscribe(subscriptionIds);
  const results: Result[] = [];
  for (const part of ["web", "worker"] as const) {
    const values = samples.map((sample) => sample[part]);
    const third = Math.floor(values.length / 3);
    const [middle, last] = [medianOf(values.slice(third, 2 * third)), medianOf(values.slice(2 * third))];
    sayProgress(`${part}: ${values.filter((_, at) => at % Math.ceil(values.length / 20) === 0).map(Math.round).join(" ")} MB`);
    results.push({ what: `memory of ${part} at most, 500 events/s for ${seconds / 60} min (MB)`, rate: Math.max(...values), target: { atMost: 400 } });
    results.push({ what: `memory of ${part}, last third over the middle one (share)`, rate: last / middle, target: { atMost: 1.1 } });
  }
  sayProgress(`${events} events`);
  return results;
}
