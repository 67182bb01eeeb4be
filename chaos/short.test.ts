import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readId, uuidTime } from "@/lib/domain/ids";
import { type Certificates, makeCertificates } from "@/lib/testing/certificates";
import { type DnsServer, startDnsServer } from "@/lib/testing/dns-server";
import { subscribeBad, verifyBad } from "./bad";
import { play, untilAccepted } from "./case";
import { countDeadlocks, lockBackwards } from "./deadlock";
import { type House, openHouse } from "./house";
import type { Load } from "./load";
import { createRandom } from "./random";
import { verifyNumbers } from "./screens";
import { mountSmall } from "./small-disk";

/*
 * Each fault once, at a random moment, with a few hundred events under way, on real processes. The seed is printed and can be given
 * again (AVISO_CHAOS_SEED). No time is asserted but generously: the machine may be busy.
 */
const EVENTS = 300;
const random = createRandom();
const small = mountSmall();
const folder = mkdtempSync(path.join(tmpdir(), "aviso-certificates-"));
let certificates: Certificates | null;
let dns: DnsServer;
let house: House;

beforeAll(async () => {
  console.log(`AVISO_CHAOS_SEED=${random.seed}`);
  certificates = makeCertificates(folder);
  dns = await startDnsServer();
  house = await openHouse({
    leaseSec: 4, webs: 1, workers: 2, ...(small ? { tablespace: small.folder } : {}),
    env: { AVISO_DNS_SERVERS: dns.address, NODE_OPTIONS: `--import ${pathToFileURL("chaos/clock.mjs").href}`, ...(certificates ? { NODE_EXTRA_CA_CERTS: certificates.authorityFile } : {}) },
  });
  await house.subscribe({ path: "/all" });
  await house.subscribe({ path: "/also" });
  await house.subscribe({ path: "/approved", types: ["PURCHASE_APPROVED"] });
});
afterAll(async () => {
  await house?.close();
  await dns?.close();
  small?.unmount();
  rmSync(folder, { recursive: true, force: true });
});

const some = () => random.between(EVENTS / 4, (EVENTS * 3) / 4);
const options = { events: EVENTS, random, withinSec: 120 };

const recordedBy = async (pid: number) => (await house.query<{ n: number }>("SELECT count(*)::int AS n FROM attempts WHERE worker_id LIKE $1", [`%-${pid}-%`]))[0]!.n;
const heldBy = async (pid: number) => (await house.query<{ n: number }>("SELECT count(*)::int AS n FROM queue WHERE worker_id LIKE $1", [`%-${pid}-%`]))[0]!.n;
/** As long as it takes: the machine may be busy. */
const eventually = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 60_000, interval: 20 });

test("a day without a partition loses no event, and two workers claim none twice and share the work", async () => {
  await house.query("SELECT aviso_drop_partitions(current_date + 30)");
  const truth = await play(house, { ...options, name: "no partition for the day", faults: async () => undefined });
  const shares = await Promise.all(house.workers.map(({ pid }) => recordedBy(pid)));
  expect(Math.min(...shares), `${shares.join(" and ")} of ${truth.deliveries}`).toBeGreaterThan(truth.deliveries / 10);
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

test("a database whose connections are cut, that refuses, takes no writes, is full, is slow or breaks deadlocks, one after the other, loses nothing, and events go in again after each", async () => {
  await play(house, {
    name: `connections cut, refused, read-only, ${small ? "disk full, " : ""}slow, deadlocks`, random, perSec: 100, withinSec: 120,
    faults: async ({ load, note }) => {
      for (const { begin, shows, end } of BREAKS) {
        await untilAccepted(load, load.ledger.length + 20);
        await note(async () => begin());
        await shows?.(load);
        await end?.();
      }
      await untilAccepted(load, load.ledger.length + 20);
    },
  });
});

/** Ways to break the database, how each shows, and how it is mended. */
const BREAKS: { begin(): unknown; shows?(load: Load): Promise<void>; end?(): unknown }[] = [
  { begin: () => house.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'aviso' AND backend_type = 'client backend'") },
  { begin: () => house.proxy.refuse(), shows: untilRefused, end: () => house.proxy.accept() },
  { begin: () => set("SET default_transaction_read_only = on"), shows: untilRefused, end: () => set("RESET default_transaction_read_only") },
  ...(small ? [{ begin: () => small.fill(), shows: untilRefused, end: () => small.empty() }] : []),
  { begin: () => (house.proxy.delayMs = 100), shows: (load) => untilAccepted(load, load.ledger.length + 20), end: () => (house.proxy.delayMs = 0) },
  { begin: () => undefined, shows: untilDeadlock },
];

async function set(setting: string): Promise<void> {
  await house.query(`ALTER SYSTEM ${setting}`);
  await house.query("SELECT pg_reload_conf()");
}

async function untilDeadlock(): Promise<void> {
  const before = await countDeadlocks(house);
  await eventually(async () => {
    await lockBackwards(house);
    expect(await countDeadlocks(house)).toBeGreaterThan(before);
  });
}

/** Waits until somebody who sends was told to come again. */
async function untilRefused(load: Load): Promise<void> {
  const before = load.answers[503] ?? 0;
  await eventually(() => expect(load.answers[503] ?? 0).toBeGreaterThan(before));
}

test("a worker frozen past its lease and woken: the other has done its work, and its late results are refused", async () => {
  await house.behave("/all", { delayMs: 50 });
  const [frozen] = house.workers;
  let held = 0;
  const truth = await play(house, {
    name: "SIGSTOP of a worker past its lease", random, perSec: 100, withinSec: 120,
    faults: async ({ load, note }) => {
      await untilAccepted(load, 50);
      await frozen!.signal("SIGSTOP");
      await note();
      held = await heldBy(frozen!.pid);
      await eventually(async () => expect(await heldBy(frozen!.pid)).toBe(0));
      const before = await recordedBy(frozen!.pid);
      await frozen!.signal("SIGCONT");
      // What it records next comes after its late results.
      await eventually(async () => expect(await recordedBy(frozen!.pid)).toBeGreaterThan(before));
    },
  });
  expect(held).toBeGreaterThan(0);
  expect(truth.duplicates).toBeLessThanOrEqual(held);
  const twice = await house.query("SELECT delivery_id FROM attempts WHERE delivery_id IN (SELECT delivery_id FROM attempts WHERE worker_id LIKE $1) GROUP BY 1 HAVING count(DISTINCT worker_id) > 1", [`%-${frozen!.pid}-%`]);
  expect(twice, "recorded by the frozen one and by the other").toEqual([]);
  await house.behave("/all", {});
});

test("under full load a worker and a web process that are told to stop end by themselves, and leave what they had not begun", async () => {
  const truth = await play(house, {
    ...options, name: "SIGTERM under load",
    faults: async ({ load }) => {
      await untilAccepted(load, some());
      const parts = [house.workers[0]!, house.webs[0]!];
      await Promise.race([Promise.all(parts.map((part) => part.signal("SIGTERM"))), wait(60_000)]);
      expect(await Promise.all(parts.map((part) => part.ended))).toEqual([0, 0]);
      await Promise.all([house.startWorker(), house.startWeb(0)]);
    },
  });
  expect(truth.duplicates).toBe(0);
  expect(truth.unrecorded).toBe(0);
});

test("the clocks of the web and of a worker jump an hour forwards, two backwards, and are right again: nothing is lost, and nothing waits for the old time", async () => {
  const truth = await play(house, {
    name: "clocks an hour forwards, backwards, right again", random, perSec: 100, withinSec: 120, hasClocks: false,
    faults: async ({ load }) => {
      for (const aheadMs of [3_600_000, -3_600_000, 0]) {
        await untilAccepted(load, load.ledger.length + 50);
        await Promise.all([house.webs[0]!, house.workers[0]!].map((part) => part.signal("SIGUSR2")));
        // An event's id has the time of the web that took it.
        await eventually(() => expect(Math.abs(uuidTime(readId("event", load.ledger.at(-1)!.id)!).getTime() - Date.now() - aheadMs)).toBeLessThan(600_000));
      }
    },
  });
  expect(truth.duplicates).toBe(0);
});

// The last one: what is held for those receivers stays in the queue.
test("receivers that refuse, reset, hang, drip, flood, babble and cannot be trusted, all together, keep nothing from a healthy one", async () => {
  const healthy = [...house.subscriptions];
  const bad = await subscribeBad(house, { certificates, dns, healthyPort: house.receiverPort });
  await play(house, { ...options, name: "bad receivers, all together", of: healthy, faults: async () => undefined });
  // Those that hang are known by their timeouts only.
  await expect.poll(() => verifyBad(house, bad).then(() => "told", String), { timeout: 90_000, interval: 200 }).toBe("told");
  await verifyNumbers(house, bad.map(({ subscription }) => subscription));
});
