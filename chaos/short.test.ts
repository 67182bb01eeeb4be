import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { subscribeBad, verifyBad } from "./bad";
import { play, untilAccepted } from "./case";
import { makeCertificates } from "@/lib/testing/certificates";
import { type House, openHouse } from "./house";
import { createRandom } from "./random";

/*
 * Each fault once, at a random moment, with a few hundred events under way, on real processes. The seed is printed and can be given
 * again (AVISO_CHAOS_SEED). No time is asserted but generously: the machine may be busy.
 */
const EVENTS = 300;
const random = createRandom();
let house: House;

beforeAll(async () => {
  console.log(`AVISO_CHAOS_SEED=${random.seed}`);
  house = await openHouse({ leaseSec: 4, webs: 1, workers: 2 });
  await house.subscribe({ path: "/all" });
  await house.subscribe({ path: "/also" });
  await house.subscribe({ path: "/approved", types: ["PURCHASE_APPROVED"] });
});
afterAll(() => house.close());

const some = () => random.between(EVENTS / 4, (EVENTS * 3) / 4);
const options = { events: EVENTS, random, withinSec: 120 };

test("a day without a partition loses no event", async () => {
  await house.query("SELECT aviso_drop_partitions(current_date + 30)");
  await play(house, { ...options, name: "no partition for the day", faults: async () => undefined });
});

test("a worker that is killed loses nothing, and doubles at most what it had in flight", async () => {
  await play(house, {
    ...options, name: "kill -9 of a worker",
    faults: async ({ load, note }) => {
      await untilAccepted(load, some());
      await note(() => house.workers[0]!.signal("SIGKILL"));
      await house.startWorker();
    },
  });
});

test("a web process that is killed loses nothing that it accepted, and what is sent again is taken once", async () => {
  const truth = await play(house, {
    ...options, name: "kill -9 of the web",
    faults: async ({ load }) => {
      await untilAccepted(load, some());
      await house.webs[0]!.signal("SIGKILL");
      await house.startWeb(0);
    },
  });
  expect(truth.duplicates).toBe(0);
});

test("a database that is killed loses nothing that was accepted", async () => {
  await play(house, {
    ...options, name: "kill -9 of Postgres",
    faults: async ({ load, note }) => {
      await untilAccepted(load, some());
      await note(house.killPostgres);
      await house.startPostgres();
    },
  });
});

test("connections that are cut lose nothing", async () => {
  await play(house, {
    ...options, name: "connections cut",
    faults: async ({ load, note }) => {
      await untilAccepted(load, some());
      await note(() => house.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'aviso' AND backend_type = 'client backend'"));
    },
  });
});

test("under full load a worker that is told to stop ends by itself, and leaves what it had not begun", async () => {
  const truth = await play(house, {
    ...options, name: "SIGTERM under load",
    faults: async ({ load }) => {
      await untilAccepted(load, some());
      const [worker] = house.workers;
      await Promise.race([worker!.signal("SIGTERM"), wait(60_000)]);
      expect(await worker!.ended).toBe(0);
      await house.startWorker();
    },
  });
  expect(truth.duplicates).toBe(0);
  expect(truth.unrecorded).toBe(0);
});

// The last one: what is held for those receivers stays in the queue.
test("receivers that refuse, reset, hang, drip, flood, babble and cannot be trusted, all together, keep nothing from a healthy one", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "aviso-certificates-"));
  const healthy = [...house.subscriptions];
  const { bad, stop } = await subscribeBad(house, { certificates: makeCertificates(folder), dns: null, healthyPort: house.receiverPort });
  await play(house, { ...options, name: "bad receivers, all together", of: healthy, faults: async () => undefined });
  // Those that hang are known by their timeouts only.
  await expect.poll(() => verifyBad(house, bad).then(() => "told", String), { timeout: 90_000, interval: 200 }).toBe("told");
  stop();
  rmSync(folder, { recursive: true, force: true });
});
