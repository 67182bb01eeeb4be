import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { findEventType } from "@/lib/domain/event-types/catalogue";

export interface LoadJob {
  port: number;
  path: string;
  /** POST by default. */
  method?: string;
  key: string;
  connections: number;
  seconds: number;
  /** Events in a request, as an array; absent: one event, without it. */
  batch?: number;
  /** Events a second that are sent whether or not answers come; absent: each connection sends again when it was answered. */
  perSecond?: number;
  /** An event; #N# becomes a number that comes once, #P# one of the products 1 to `products`. */
  template: string;
  products?: number;
  /** Whether to say which events were accepted, and when. */
  listsIds?: boolean;
}

export interface LoadResult {
  events: number;
  seconds: number;
  statuses: Record<string, number>;
  latencyMs: Quantiles;
  /** Ids, and when the answer was read, in milliseconds since 1970. */
  accepted: [string, number][];
}

export interface Quantiles { p50: number; p95: number; p99: number }

/** Where 50, 95 and 99 in a hundred are below. */
export function quantiles(numbers: number[]): Quantiles {
  const sorted = Float64Array.from(numbers).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** An approved purchase as platforms send it, 1.4 kB with its envelope, with an id, a transaction and a buyer of its own. */
export const EVENT = makeTemplate();

function makeTemplate(): string {
  const sample = JSON.parse(findEventType("PURCHASE_APPROVED")!.samples[0]!.data) as Record<string, Record<string, unknown>>;
  const { product, buyer, purchase, producer } = sample;
  const data = { product: { ...product, id: "#P#" }, buyer: { ...buyer, email: "buyer-#N#@example.com" }, producer, purchase: { ...purchase, transaction: "HP#N#" } };
  return `{"id":"order-#N#","event":"PURCHASE_APPROVED","data":${JSON.stringify(data)}}`;
}

/** Runs a job in a load generator of its own. */
export async function load(job: LoadJob): Promise<LoadResult> {
  const child: ChildProcess = fork(path.resolve("bench/loader.ts"));
  child.send(job);
  const [result] = (await Promise.race([once(child, "message"), once(child, "exit").then(() => { throw new Error("The load generator ended early."); })])) as [LoadResult];
  child.disconnect();
  return result;
}
