import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { livingOf, type Process, treeOf } from "../lib/testing/processes";
import { credentials, expect, running, test } from "./aviso";
import { runStart, stopAviso } from "./start-aviso";

const dataDir = path.dirname(running.credentials);
const PATIENCE = { timeout: 90_000, intervals: [50, 100, 250] };
/** Far more than it takes, as machines are shared; the time itself is printed. */
const WARM_START_MS = 15_000;

/** The part of the running Aviso whose command line has this in it. */
function partOf(tree: Process[], command: string): number {
  const pid = tree.find((one) => one.parent === tree[0]!.pid && one.command.includes(command))?.pid;
  expect(pid, command).toBeDefined();
  return pid!;
}

test.use({ isSignedIn: false });

test("whichever part is killed, Aviso goes on; the supervisor killed, the next start delivers what was accepted, refuses a second one beside it, and Ctrl-C ends everything", async ({ api, system }) => {
  test.setTimeout(300_000);
  const supervisor = Number(readFileSync(path.join(dataDir, "lock"), "utf8"));
  const event = `KILLED_${randomUUID().slice(0, 8)}`;
  expect((await api("POST", "/api/v1/event-types", { name: event, title: "Killed" })).status).toBe(201);
  expect((await api("POST", "/api/v1/subscriptions", { name: event, url: system.url, eventTypes: [event] })).status).toBe(201);
  const accepted: string[] = [];
  const accept = async (id: string) => {
    await expect.poll(() => api("POST", "/api/v1/events", { event, id, data: {} }).then(({ status }) => String(status), String), PATIENCE).toMatch(/^20[02]$/);
    accepted.push(id);
  };
  const received = () => new Set(system.received.map(({ body }) => (JSON.parse(body) as { id: string }).id));
  const expectAllReceived = () => expect.poll(() => accepted.filter((id) => !received().has(id)), PATIENCE).toEqual([]);

  const seen = new Map<number, Process>();
  const look = () => {
    const tree = treeOf(supervisor);
    for (const one of tree) seen.set(one.pid, one);
    return tree;
  };
  for (const part of ["part.mjs web", "part.mjs worker", "bin/postgres"]) {
    await accept(`before ${part}`);
    process.kill(partOf(look(), part), "SIGKILL");
    await accept(`after ${part}`);
    await expectAllReceived();
  }

  // Accepted while there is no worker, which is started again after a second.
  await expect.poll(() => look().filter(({ command }) => /part\.mjs (web|worker)|bin\/postgres/.test(command)).length, PATIENCE).toBeGreaterThanOrEqual(3);
  process.kill(partOf(look(), "part.mjs worker"), "SIGKILL");
  await accept("before the supervisor");
  look();
  process.kill(supervisor, "SIGKILL");
  await expect.poll(() => livingOf([...seen.values()]), PATIENCE).toEqual([]);
  expect(received()).not.toContain("before the supervisor");

  const startedAt = performance.now();
  const next = runStart({ dataDir, origin: credentials.url });
  try {
    await expect.poll(() => fetch(new URL("/api/ready", credentials.url)).then(({ status }) => status, () => 0), PATIENCE).toBe(200);
    const tookMs = Math.round(performance.now() - startedAt);
    process.stdout.write(`A warm start after kill -9 answered after ${tookMs} ms.\n`);
    expect(tookMs).toBeLessThan(WARM_START_MS);
    await next.isReady;
    await expectAllReceived();

    const second = spawn("node", ["bin/start.mjs"], { env: { ...process.env, AVISO_DATA_DIR: dataDir, DATABASE_URL: "" }, stdio: ["ignore", "ignore", "pipe"] });
    const [complained, [code]] = await Promise.all([text(second.stderr), once(second, "close")]);
    expect(complained).toBe(`aviso: Another Aviso (process ${readFileSync(path.join(dataDir, "lock"), "utf8")}) is running on ${dataDir}. Stop it first, or name another folder in AVISO_DATA_DIR.\n`);
    expect(code).toBe(1);
    await stopAviso(next, "SIGINT");
  } finally {
    next.child.kill("SIGTERM");
    await next.ended;
  }
});
