import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, globSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { versionProblem } from "@/lib/db/version";
import { createTestDatabase } from "@/lib/testing/database";
import { freePort } from "@/lib/testing/free-port";
import { listProcesses } from "@/lib/testing/processes";

// Each starts several whole processes.
vi.setConfig({ testTimeout: 90_000 });

let folder: string;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "aviso-start-"));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.close();
  // As root the database stands elsewhere, where a link leads.
  for (const link of globSync(path.join(folder, "*/postgres"))) {
    if (lstatSync(link).isSymbolicLink()) rmSync(path.dirname(readlinkSync(link)), { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
});

interface Ended { code: number | null; complained: string }

/** Runs the start command to its end. @param onSaid is told all that it has said so far */
function start(name: string, env: Record<string, string>, onSaid?: (said: string, child: ReturnType<typeof spawn>) => void): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn("node", ["bin/start.mjs"], { env: { ...process.env, PORT: "0", AVISO_DATA_DIR: path.join(folder, name), DATABASE_URL: "", ...env }, stdio: "pipe" });
    let [said, complained] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      onSaid?.(said, child);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complained += text));
    child.once("close", (code) => resolve({ code, complained }));
  });
}

test("what prevents a start is one line that says what to do, and an exit code that is not 0", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, () => resolve()));
  const taken = String((server.address() as AddressInfo).port);
  writeFileSync(path.join(folder, "a-file"), "");
  const ports = await Promise.all(Array.from({ length: 6 }, async () => String(await freePort())));
  const wrongPassword = Object.assign(new URL(database.url), { password: "wrong" }).href;
  const noDatabase = Object.assign(new URL(database.url), { pathname: "/nowhere" }).href;
  const broken = path.join(folder, "broken-key");
  mkdirSync(broken);
  writeFileSync(path.join(broken, "secret.key"), "");
  const cases: [string, Record<string, string>, RegExp][] = [
    ["setting", { PORT: "70000" }, /^aviso: PORT: .+\n$/],
    ["port", { PORT: taken }, new RegExp(`^aviso: Port ${taken} is taken\\. .+PORT=\\d+ npm start\\n$`)],
    ["folder", { PORT: ports[0]!, AVISO_DATA_DIR: path.join(folder, "a-file") }, /^aviso: The data folder \S+a-file cannot be written\. .+AVISO_DATA_DIR\.\n$/],
    // A place where folders cannot be made, and where the system says of none that it is there.
    ["nowhere-to-write", { PORT: ports[5]!, AVISO_DATA_DIR: process.platform === "linux" ? "/proc/aviso/data" : "/dev/null/data" }, /^aviso: The data folder \S+data cannot be written\. .+AVISO_DATA_DIR\.\n$/],
    ["refused", { PORT: ports[1]!, DATABASE_URL: "postgresql://aviso:planted-password@127.0.0.1:1/aviso" }, /^aviso: The database of DATABASE_URL cannot be reached \(.*ECONNREFUSED.*\)\. Check .+\n$/],
    ["password", { PORT: ports[2]!, DATABASE_URL: wrongPassword }, /^aviso: The database of DATABASE_URL cannot be reached \(password authentication failed.+\n$/],
    ["nowhere", { PORT: ports[3]!, DATABASE_URL: noDatabase }, /^aviso: The database of DATABASE_URL cannot be reached \(database "nowhere" does not exist\).+\n$/],
    ["broken-key", { PORT: ports[4]!, DATABASE_URL: database.url }, /^aviso: \S+secret\.key does not hold a key of 32 bytes\. .+\n$/],
  ];
  const ended = await Promise.all(cases.map(([name, env]) => start(name, env)));
  server.close();
  for (const [index, { code, complained }] of ended.entries()) {
    expect(complained).toMatch(cases[index]![2]);
    expect(complained).not.toContain("planted-password");
    expect(code).toBe(1);
  }
});

test("a database that is not Aviso's is left alone; a migration that fails is named, and nothing of it is kept", async () => {
  const PORT = String(await freePort());
  const foreign = await createTestDatabase();
  const { db, url: DATABASE_URL } = foreign;
  const tables = async () => (await db.$queryRaw<{ name: string }[]>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`).map(({ name }) => name);
  try {
    await db.$executeRaw`DROP TABLE attention_acks, bookmarks`;
    await db.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name >= '20261124042500_scenarios'`;
    const before = await tables();
    const failing = await start("migration", { PORT, DATABASE_URL });
    expect(failing.complained).toMatch(/^aviso: Migration 20261124042500_scenarios_and_bookmarks failed and nothing of it was kept: .*"saved_scenarios" already exists.* Mend .+\n$/);
    expect(failing.code).toBe(1);
    expect(await tables()).toEqual(before);

    await db.$executeRaw`DROP SCHEMA public CASCADE`;
    await db.$executeRaw`CREATE SCHEMA public CREATE TABLE somebodys (id int)`;
    const { code, complained } = await start("foreign", { PORT, DATABASE_URL });
    expect(complained).toBe("aviso: The database holds tables that are not Aviso's. Give Aviso a database of its own.\n");
    expect(code).toBe(1);
    expect((await tables()).filter((name) => name !== "_prisma_migrations")).toEqual(["somebodys"]);
  } finally {
    await foreign.close();
  }
});

test("a signal while Postgres starts ends everything: exit 0, no process, and the folder can be started on again", async () => {
  const PORT = String(await freePort());
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    let sentAt = 0;
    const { code, complained } = await start("signal", { PORT }, (said, child) => {
      if (sentAt || !said.includes("Starting Postgres")) return;
      sentAt = Date.now();
      child.kill(signal);
    });
    expect({ code, complained }).toEqual({ code: 0, complained: "" });
    expect(Date.now() - sentAt).toBeLessThan(10_000);
    expect(processesOf(path.join(folder, "signal"))).toEqual([]);
  }
});

test("of several starts at once on one data folder exactly one goes on, also when the last one was killed", async () => {
  const dataDir = path.join(folder, "race");
  const script = `import("./bin/data-dir.ts").then(({ takeDataDir }) => { takeDataDir(${JSON.stringify(dataDir)}); console.log("taken"); setTimeout(() => {}, 60_000); }).catch((error) => console.log(error.message))`;
  const race = async () => {
    const children = Array.from({ length: 4 }, () => spawn("node", ["--import", "tsx", "-e", script, "bin/start.ts"], { stdio: ["ignore", "pipe", "inherit"] }));
    const lines = await Promise.all(children.map((child) => new Promise<string>((resolve) => child.stdout.once("data", (text: Buffer) => resolve(String(text).trim())))));
    const holder = children[lines.indexOf("taken")]!;
    expect(readFileSync(path.join(dataDir, "lock"), "utf8")).toBe(String(holder.pid));
    for (const child of children) child.kill("SIGKILL");
    await Promise.all(children.map((child) => child.exitCode ?? child.signalCode ?? new Promise((resolve) => child.once("exit", resolve))));
    return lines;
  };
  for (let round = 0; round < 2; round++) {
    const lines = await race();
    expect(lines.filter((line) => line === "taken")).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith("Another Aviso (process "))).toHaveLength(3);
  }
});

test("a Postgres older than 15 is refused, in one line", () => {
  expect(versionProblem(140_012)).toBe("The database is Postgres 14; Aviso needs 15 or newer. Upgrade it, or name another one in DATABASE_URL.");
  expect([150_000, 160_004, 180_004].map(versionProblem)).toEqual([null, null, null]);
});

/** Command lines of live processes that name the data folder, or the place that its link leads to. */
function processesOf(dataDir: string): string[] {
  const link = path.join(dataDir, "postgres");
  const places = [dataDir, ...(existsSync(link) ? [realpathSync(link)] : [])];
  return listProcesses().map(({ command }) => command).filter((command) => places.some((place) => command.includes(place)));
}
