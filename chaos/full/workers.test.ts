import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../house";
import { startLoad } from "../load";
import { createRandom } from "../random";
import { report } from "../report";
import { settle, verify } from "../truth";

const random = createRandom();
const EVENTS = 3_000;
const NUMBERS = [1, 2, 4, 8];
/** What the same measurement differs by from one time to the next on a machine of two cores, with all parts of the house on it. */
const NOISE = 0.85;
let house: House;

beforeAll(async () => {
  console.log(`AVISO_CHAOS_SEED=${random.seed}`);
  house = await openHouse({ webs: 1, workers: 0 });
  for (let n = 0; n < 4; n++) {
    await house.subscribe({ path: `/${n}`, maxInFlight: 40 });
    await house.behave(`/${n}`, { delayMs: 30 });
  }
});
afterAll(() => house.close());

test("one, two, four and eight workers on one database claim nothing twice, share the work, and more are never slower", async () => {
  const rates: number[] = [];
  for (const count of NUMBERS) {
    await Promise.all(Array.from({ length: count }, () => house.startWorker()));
    // A worker's first deliveries go into its being compiled: what is measured comes after them, and each has as many as one alone.
    await startLoad({ urls: house.webUrls, apiKey: house.apiKey, senders: 16, events: EVENTS * count, random }).done;
    await settle(house, { withinSec: 300 });
    await house.query("UPDATE subscriptions SET status = 'paused'");
    const load = startLoad({ urls: house.webUrls, apiKey: house.apiKey, senders: 16, events: EVENTS, random });
    await load.done;
    const before = (await house.received()).length;
    await house.query("UPDATE subscriptions SET status = 'active'");
    await settle(house, { withinSec: 300 });
    const received = (await house.received()).slice(before);
    const seconds = (received.at(-1)!.at - received[0]!.at) / 1_000;
    rates.push(received.length / seconds);
    const truth = await verify(house, { ledger: load.ledger, inFlight: 0 });
    const shares = await house.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM attempts WHERE event_id >= $1 GROUP BY worker_id ORDER BY 1", [(await house.query<{ id: string }>("SELECT id FROM events ORDER BY id DESC OFFSET $1 LIMIT 1", [EVENTS - 1]))[0]!.id]);
    const [least, most] = [shares[0]!.n, shares.at(-1)!.n];
    report(`${count} workers`, { ...truth, seconds: Math.round(seconds * 10) / 10, more: `${Math.round(rates.at(-1)!)}/s, shares ${least}–${most}` });
    expect(truth.received).toBe(truth.deliveries);
    expect(shares).toHaveLength(count);
    expect(least / (truth.deliveries / count), "the smallest share, beside an even one").toBeGreaterThan(0.5);
    await Promise.all(house.workers.map((worker) => worker.signal("SIGTERM")));
    await wait(0);
  }
  rates.forEach((rate, index) => expect(rate / Math.max(...rates.slice(0, index + 1)), `${NUMBERS[index]} workers`).toBeGreaterThanOrEqual(NOISE));
});
