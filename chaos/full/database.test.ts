import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { play } from "../case";
import { countDeadlocks, lockBackwards } from "../deadlock";
import { type House, openHouse } from "../house";
import { createRandom } from "../random";
import { mountSmall } from "../small-disk";

const random = createRandom();
const small = mountSmall();
let house: House;

beforeAll(async () => {
  console.log(`AVISO_CHAOS_SEED=${random.seed}`);
  house = await openHouse({ webs: 1, workers: 2, ...(small ? { tablespace: small.folder } : {}) });
  for (const path of ["/all", "/also"]) {
    await house.subscribe({ path, maxInFlight: 20 });
    await house.behave(path, { delayMs: 20 });
  }
});
afterAll(async () => {
  await house.close();
  small?.unmount();
});

const CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'aviso' AND backend_type = 'client backend'";

test("connections cut ten times lose nothing", async () => {
  await play(house, {
    name: "connections cut, 10 times", random, perSec: 150, withinSec: 60,
    faults: async ({ note }) => {
      for (let n = 0; n < 10; n++) {
        await wait(random.between(300, 1_500));
        await note();
        // Half of them by the server, half by the network, which says nothing of why.
        if (n % 2 === 0) await house.query(CUT);
        else house.proxy.cut();
      }
    },
  });
});

test("a database that refuses connections for 30 s loses nothing, and who sends is told to wait", async () => {
  await play(house, {
    name: "refused for 30 s", random, perSec: 150, withinSec: 60,
    faults: async ({ note }) => {
      await wait(3_000);
      await note();
      await house.proxy.refuse();
      await wait(5_000);
      const answer = await fetch(`${house.webUrls()[0]}/api/v1/events`, { method: "POST", headers: { authorization: `Bearer ${house.apiKey}`, "content-type": "application/json" }, body: '{"event":"PURCHASE_APPROVED","data":{}}' });
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      await wait(25_000);
      await house.proxy.accept();
    },
  });
});

test("a database that is read-only for 15 s loses nothing", async () => {
  await play(house, {
    name: "read-only for 15 s", random, perSec: 150, withinSec: 60,
    faults: async ({ note }) => {
      await wait(3_000);
      await note();
      await house.query("ALTER SYSTEM SET default_transaction_read_only = on");
      await house.query("SELECT pg_reload_conf()");
      await wait(15_000);
      await house.query("ALTER SYSTEM RESET default_transaction_read_only");
      await house.query("SELECT pg_reload_conf()");
    },
  });
});

test.skipIf(!small)("a full disk loses nothing; where no small file system can be mounted this is skipped", async () => {
  await play(house, {
    name: "disk full for 15 s", random, perSec: 150, withinSec: 60,
    faults: async ({ note, load }) => {
      await wait(3_000);
      await note();
      small!.fill();
      await wait(15_000);
      expect(load.answers[503] ?? 0, "it was full").toBeGreaterThan(0);
      small!.empty();
    },
  });
});

test("a database that is very slow loses and doubles nothing", async () => {
  const truth = await play(house, {
    name: "200 ms late each way, for 20 s", random, perSec: 100, withinSec: 120,
    faults: async () => {
      await wait(2_000);
      house.proxy.delayMs = 200;
      await wait(20_000);
      house.proxy.delayMs = 0;
    },
  });
  expect(truth.duplicates).toBe(0);
});

test("deadlocks lose and double nothing", async () => {
  const before = await countDeadlocks(house);
  const truth = await play(house, {
    name: "deadlocks, for 20 s", random, perSec: 100, withinSec: 60,
    faults: async () => {
      const until = performance.now() + 20_000;
      while (performance.now() < until) await lockBackwards(house);
      await wait(1_500);
    },
  });
  expect(await countDeadlocks(house)).toBeGreaterThan(before);
  expect(truth.duplicates).toBe(0);
});

test("a failover to another address, the old one silent for ever, loses nothing", async () => {
  await play(house, {
    name: "failover", random, perSec: 100, withinSec: 120,
    faults: async ({ note }) => {
      await wait(3_000);
      // Once nobody can claim any more: before, a busy machine lets through more than was noted.
      await house.movePostgres(note);
      await wait(5_000);
    },
  });
});
