import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { play } from "../case";
import { type House, openHouse } from "../house";
import { createRandom } from "../random";

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
  const deadlocks = async () => Number((await house.query<{ n: string }>("SELECT deadlocks AS n FROM pg_stat_database WHERE datname = 'aviso'"))[0]!.n);
  const before = await deadlocks();
  const truth = await play(house, {
    name: "deadlocks, for 20 s", random, perSec: 100, withinSec: 60,
    faults: async () => {
      const until = performance.now() + 20_000;
      // It takes the same rows as Aviso does, the other way round.
      while (performance.now() < until) await lockBackwards();
      await wait(1_500);
    },
  });
  expect(await deadlocks()).toBeGreaterThan(before);
  expect(truth.duplicates).toBe(0);
});

async function lockBackwards(): Promise<void> {
  const client = new pg.Client({ connectionString: house.directUrl() });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT 1 FROM hourly_counts FOR UPDATE");
    await wait(50);
    await client.query("SELECT 1 FROM queue WHERE claim_id IS NOT NULL FOR UPDATE");
    await client.query("ROLLBACK");
  } catch {
    // It was the one that lost.
  } finally {
    await client.end();
  }
}

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

/** A file system of 80 MB that is nobody else's; null where this may not be made. */
function mountSmall() {
  if (process.getuid?.() !== 0) return null;
  mkdirSync("/var/lib/aviso", { recursive: true, mode: 0o755 });
  const folder = mkdtempSync("/var/lib/aviso/chaos-small-");
  const data = path.join(folder, "data");
  const ballast = path.join(folder, "ballast");
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=80m,mode=0755", "tmpfs", folder], { stdio: "pipe" });
  } catch (error) {
    console.log(`No small file system can be mounted here, so a full disk is not tried: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`);
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  mkdirSync(data);
  return {
    folder: data,
    fill: () => {
      const { bavail, bsize } = statfsSync(folder);
      try {
        writeFileSync(ballast, Buffer.alloc(bavail * bsize));
      } catch (error) {
        // Postgres took some of it meanwhile: the disk is full all the same.
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      }
    },
    empty: () => rmSync(ballast),
    unmount: () => {
      execFileSync("umount", ["-l", folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
