import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { Agent, request } from "undici";
import { createRandom, type Random } from "./random";

/** An event that got a 202 (or, asked again after an answer was lost, the 200 of a duplicate). */
export interface Accepted {
  id: string;
  type: string;
}

export interface Load {
  /** Every event that was accepted, as its sender knows it. */
  ledger: Accepted[];
  /** How often each answer came; "none" for a request that got no answer. */
  answers: Record<string, number>;
  /** Ends when all that was begun is accepted. */
  stop(): Promise<void>;
  /** Ends without waiting for anything. */
  abandon(): void;
}

const TYPES = ["PURCHASE_APPROVED", "PURCHASE_COMPLETE", "PURCHASE_REFUNDED"];
const DATA = { product: { id: 5140377, name: "Fotografia com Celular" }, purchase: { transaction: "HP1902837465", price: { value: 297, currency_value: "BRL" } }, note: "n".repeat(1_000) };
const PAUSE_MS = 100;

interface LoadOptions {
  /** Where the web processes listen; one after the other is tried. */
  urls: () => string[];
  apiKey: string;
  /** Requests under way at once. */
  senders: number;
  /** Events a second over all; without it, as fast as answers come. */
  perSec?: number;
  /** Events in all; without it, until stopped. */
  events?: number;
  random?: Random;
}

/**
 * Sends events as a platform does: one request after the other on each of several connections, a fifth of them batches. What is
 * not accepted is sent again, with the same Idempotency-Key, until it is: so each event counts once, whatever failed between.
 */
export function startLoad(options: LoadOptions): Load & { done: Promise<void> } {
  const random = options.random ?? createRandom();
  const agent = new Agent({ connections: options.senders, headersTimeout: 20_000, bodyTimeout: 20_000, connectTimeout: 2_000 });
  const ledger: Accepted[] = [];
  const answers: Record<string, number> = {};
  const startedAt = performance.now();
  let begun = 0;
  let isStopping = false;
  let isAbandoned = false;
  const mayBegin = () => !isStopping && (options.events === undefined || begun < options.events);

  const sendOne = async (turn: number): Promise<void> => {
    const size = random.next() < 0.2 ? random.between(2, 20) : 1;
    const count = Math.min(size, (options.events ?? Infinity) - begun);
    begun += count;
    const types = Array.from({ length: count }, () => random.pick(TYPES));
    const items = types.map((event) => ({ event, data: DATA }));
    const body = JSON.stringify(count === 1 ? items[0] : items);
    const key = randomUUID();
    for (let tries = 0; !isAbandoned; tries++) {
      const urls = options.urls();
      const ids = await post(agent, `${urls[(turn + tries) % urls.length]}/api/v1/events`, { apiKey: options.apiKey, key, body }, answers);
      if (ids) return void ids.forEach((id, index) => ledger.push({ id, type: types[index]! }));
      await wait(PAUSE_MS);
    }
  };
  const sender = async (turn: number): Promise<void> => {
    while (mayBegin()) {
      const dueAt = options.perSec ? startedAt + (begun / options.perSec) * 1_000 : 0;
      if (dueAt > performance.now()) await wait(dueAt - performance.now());
      if (mayBegin()) await sendOne(turn);
    }
  };
  const done = Promise.all(Array.from({ length: options.senders }, (_, turn) => sender(turn))).then(() => agent.close());
  return {
    ledger,
    answers,
    done,
    abandon() {
      isStopping = isAbandoned = true;
    },
    async stop() {
      isStopping = true;
      await done;
    },
  };
}

/** @returns the ids, or null when it was not accepted */
async function post(agent: Agent, url: string, { apiKey, key, body }: { apiKey: string; key: string; body: string }, answers: Record<string, number>): Promise<string[] | null> {
  try {
    const response = await request(url, { method: "POST", dispatcher: agent, headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json", "idempotency-key": key }, body });
    const text = await response.body.text();
    answers[response.statusCode] = (answers[response.statusCode] ?? 0) + 1;
    if (response.statusCode !== 202 && response.statusCode !== 200) return null;
    const json = JSON.parse(text) as { id: string } | { results: { id: string }[] };
    return "results" in json ? json.results.map((one) => one.id) : [json.id];
  } catch {
    answers.none = (answers.none ?? 0) + 1;
    return null;
  }
}
