import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { play, untilAccepted } from "../case";
import { type House, openHouse } from "../house";
import { createRandom } from "../random";

const random = createRandom();
const LEASE_SEC = 60;
let house: House;

beforeAll(async () => {
  console.log(`AVISO_CHAOS_SEED=${random.seed}`);
  house = await openHouse({ workers: 2 });
  for (const path of ["/all", "/also"]) {
    await house.subscribe({ path, maxInFlight: 20 });
    await house.behave(path, { delayMs: 150 });
  }
});
afterAll(() => house.close());

test("a worker frozen past its lease and woken: others have done its work, its late results are refused, and it begins nothing of what it held", async () => {
  const frozen = house.workers[0]!;
  let before = 0;
  const recordedBy = async () => (await house.query<{ n: number }>("SELECT count(*)::int AS n FROM attempts WHERE worker_id LIKE $1", [`%-${frozen.pid}-%`]))[0]!.n;
  let heldByFrozen = 0;
  const truth = await play(house, {
    name: "SIGSTOP of a worker past its lease", random, events: 2_000, senders: 32, withinSec: 60,
    faults: async ({ load, note }) => {
      await untilAccepted(load, 1_000);
      await note();
      await frozen.signal("SIGSTOP");
      // What its connection had been given already is done by the database without it.
      await wait(2_000);
      before = await recordedBy();
      heldByFrozen = (await house.query<{ n: number }>("SELECT count(*)::int AS n FROM queue WHERE worker_id LIKE $1", [`%-${frozen.pid}-%`]))[0]!.n;
      await wait((LEASE_SEC + 8) * 1_000);
      await frozen.signal("SIGCONT");
    },
  });
  expect(heldByFrozen).toBeGreaterThan(0);
  expect(truth.duplicates).toBeLessThanOrEqual(heldByFrozen);
  // It works again: what it recorded since then it claimed since then.
  const [late] = await house.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM attempts a WHERE worker_id LIKE $1 AND EXISTS (SELECT 1 FROM attempts b WHERE b.event_id = a.event_id AND b.delivery_id = a.delivery_id AND b.worker_id <> a.worker_id)`, [`%-${frozen.pid}-%`]);
  expect(late!.n).toBe(0);
  expect(await recordedBy()).toBeGreaterThanOrEqual(before);
});

test("a web process frozen in the middle of its work holds nobody up for longer than it takes to notice", async () => {
  await play(house, {
    name: "SIGSTOP of parts for moments", random, perSec: 60, withinSec: 90,
    faults: async ({ note }) => {
      for (let n = 0; n < 12; n++) {
        await wait(random.between(100, 800));
        const part = random.pick([...house.workers, ...house.webs]);
        await note();
        await part.signal("SIGSTOP");
        await wait(random.between(200, 3_000));
        await part.signal("SIGCONT");
      }
    },
  });
});
