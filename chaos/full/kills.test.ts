import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { play } from "../case";
import { type House, openHouse } from "../house";
import { createRandom } from "../random";

const random = createRandom();
let house: House;

beforeAll(async () => {
  console.log(`AVISO_CHAOS_SEED=${random.seed}`);
  house = await openHouse({ webs: 2, workers: 2 });
  for (const path of ["/all", "/also"]) await house.subscribe({ path, maxInFlight: 20 });
  await house.subscribe({ path: "/approved", types: ["PURCHASE_APPROVED"] });
  // A fifth of these come a second time, by the schedule.
  await house.subscribe({ path: "/again", maxInFlight: 20 });
  await house.behave("/again", { firstFails: 0.2, delayMs: 20 });
  // Like real receivers: an answer takes a while, so that something is in flight whenever something is killed.
  for (const path of ["/all", "/also", "/approved"]) await house.behave(path, { delayMs: 20 });
});
afterAll(() => house.close());

const killWorker = async () => {
  await random.pick(house.workers).signal("SIGKILL");
  await house.startWorker();
};
const killWeb = async () => {
  const index = random.between(0, house.webs.length - 1);
  await house.webs[index]!.signal("SIGKILL");
  await house.startWeb(index);
};
const killPostgres = async () => {
  await house.killPostgres();
  await wait(random.between(0, 1_000));
  await house.startPostgres();
};
const VICTIMS: Record<string, () => Promise<unknown>> = {
  worker: killWorker,
  web: killWeb,
  database: killPostgres,
  "worker and database": () => Promise.all([killWorker(), killPostgres()]),
  "worker and web": () => Promise.all([killWorker(), killWeb()]),
  everything: () => Promise.all([killWorker(), killWeb(), killPostgres()]),
};

test("a day without a partition loses no event, with thousands under way", async () => {
  // Nothing is in them yet.
  await house.query("SELECT aviso_drop_partitions(current_date + 30)");
  await play(house, { name: "no partition for the day", random, events: 3_000, withinSec: 300, faults: async () => undefined });
});

test("twenty kills at random moments, of a worker, a web process, the database, in turn and together, lose nothing", async () => {
  const names = Object.keys(VICTIMS);
  const killed: string[] = [];
  const truth = await play(house, {
    name: "kill -9, 20 times", random, perSec: 25, withinSec: 300,
    faults: async ({ note }) => {
      for (let n = 0; n < 20; n++) {
        await wait(random.between(200, 2_000));
        await note();
        // Each of them in turn first, then as it comes.
        const name = names[n] ?? random.pick(names);
        killed.push(name);
        await VICTIMS[name]!();
      }
    },
  });
  expect(killed).toHaveLength(20);
  expect(truth.events).toBeGreaterThan(500);
});

test("under full load workers and web end by themselves when they are told to, with 0, within a request's time", async () => {
  const truth = await play(house, {
    name: "SIGTERM of all workers and webs, in turn", random, events: 3_000, withinSec: 300,
    faults: async ({ note }) => {
      for (const worker of [...house.workers]) {
        await wait(random.between(200, 1_000));
        await note();
        const toldAt = performance.now();
        await worker.signal("SIGTERM");
        expect(await worker.ended).toBe(0);
        expect(performance.now() - toldAt).toBeLessThan(15_000);
        await house.startWorker();
      }
      for (const index of house.webs.keys()) {
        const toldAt = performance.now();
        await house.webs[index]!.signal("SIGTERM");
        expect(await house.webs[index]!.ended).toBe(0);
        expect(performance.now() - toldAt).toBeLessThan(15_000);
        await house.startWeb(index);
      }
    },
  });
  expect(truth.duplicates).toBe(0);
  expect(truth.unrecorded).toBe(0);
});
