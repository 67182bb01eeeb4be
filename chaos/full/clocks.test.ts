import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { play } from "../case";
import { type House, openHouse } from "../house";
import { createRandom } from "../random";

const LIBRARY = ["/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"].find((file) => existsSync(file));
const random = createRandom();
// Readable for the database's own user as well.
const folder = mkdtempSync("/tmp/aviso-clocks-");
let house: House;

/** A clock that can be set: libfaketime reads the file at every look. The steady clock, by which time spans are measured, runs on. */
function clock(name: string) {
  const file = path.join(folder, name);
  const set = (offset: string) => writeFileSync(file, offset, { mode: 0o644 });
  set("+0");
  return { set, env: { LD_PRELOAD: LIBRARY!, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: "1", FAKETIME_DONT_FAKE_MONOTONIC: "1", DONT_FAKE_MONOTONIC: "1" } };
}
const clocks = LIBRARY ? { database: clock("database"), web: clock("web"), worker: clock("worker") } : null;

function set(of: "web" | "worker" | "database", aheadSec: number): void {
  clocks![of].set(`${aheadSec < 0 ? "" : "+"}${aheadSec}`);
  if (of === "web") house.webAheadMs = aheadSec * 1_000;
}

beforeAll(async () => {
  console.log(`AVISO_CHAOS_SEED=${random.seed}`);
  if (!clocks) return console.log("No clock can be set here without Debian's package libfaketime, so jumps are not tried.");
  chmodSync(folder, 0o755);
  house = await openHouse({ webs: 1, workers: 0, postgresEnv: clocks.database.env, webEnv: clocks.web.env });
  await house.startWorker(clocks.worker.env);
  await house.startWorker();
  for (const at of ["/all", "/also"]) {
    await house.subscribe({ path: at, maxInFlight: 20 });
    await house.behave(at, { delayMs: 20 });
  }
  // A fifth of these come again after five seconds: retries are among what a jump could leave behind.
  await house.subscribe({ path: "/again", maxInFlight: 20 });
  await house.behave("/again", { firstFails: 0.2 });
});
afterAll(async () => {
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(!clocks)("the clock of one part jumps an hour, forwards, then backwards: nothing is lost, and nothing waits for the old time to come again", async () => {
  for (const of of ["web", "worker", "database"] as const) {
    for (const [aheadSec, way] of [[3_600, "an hour forwards"], [-3_600, "two hours backwards"], [0, "right again"]] as const) {
      await play(house, {
        name: `the ${of}'s clock: ${way}`, random, perSec: 20, withinSec: 60, hasClocks: false,
        faults: async ({ note }) => {
          await note();
          await wait(3_000);
          await note();
          set(of, aheadSec);
          await wait(8_000);
          await note();
        },
      });
    }
  }
});

test.skipIf(!clocks)("the web's day changes to one that no partition was made for: nothing is lost", async () => {
  set("web", 20 * 86_400);
  const truth = await play(house, { name: "a day beyond all partitions", random, events: 2_000, withinSec: 60, hasClocks: false, faults: async () => undefined });
  expect(truth.duplicates).toBe(0);
  set("web", 0);
});
