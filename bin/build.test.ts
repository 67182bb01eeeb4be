import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "@/lib/testing/free-port";

// Whole starts from a clone of their own, whose `next` builds for as long as a test wants.
vi.setConfig({ testTimeout: 240_000 });

let folder: string;
let clone: string;
const children = new Set<ChildProcess>();
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "aviso-build-")));
  clone = path.join(folder, "clone");
  for (const name of ["bin", "i18n", "lib", "messages", "prisma", "next.config.js", "package.json", "package-lock.json", "tsconfig.json"]) cpSync(name, path.join(clone, name), { recursive: true });
  const modules = path.join(clone, "node_modules");
  mkdirSync(path.join(modules, ".bin"), { recursive: true });
  for (const name of readdirSync("node_modules").filter((name) => !name.startsWith("."))) symlinkSync(path.resolve("node_modules", name), path.join(modules, name));
});
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  // As root the database stands elsewhere, where a link leads.
  const data = databaseFolder();
  if (!data.startsWith(folder)) rmSync(path.dirname(data), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

/** Puts a script in the place of Next's command. It says "begins", and has a process of its own as a build has. */
function setNext(script: string): void {
  writeFileSync(path.join(clone, "node_modules/.bin/next"), `#!/bin/sh\necho "next begins"\nmkdir -p .next\n${script}\n`, { mode: 0o755 });
}
const NEVER_ENDS = `sh -c 'sleep 600; :' "$PWD" &\nwait`;
const ENDS = "echo 1 > .next/BUILD_ID; echo built >> builds";
const built = () => readFileSync(path.join(clone, "builds"), "utf8").split("\n").length - 1;

interface Run { child: ChildProcess; said: () => string; ended: Promise<number | null> }
function run(args: string[], env: Record<string, string> = {}): Run {
  const child = spawn("node", args, { cwd: clone, env: { ...process.env, DATABASE_URL: "", ...env }, stdio: "pipe" });
  children.add(child);
  let said = "";
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  return { child, said: () => said, ended: new Promise((resolve) => child.once("close", (code) => resolve(code))) };
}
/** A process that does something with the build, and then stays where it is told to. */
const doing = (what: string, as = "bin/build-all.ts") => run(["--import", "tsx", "-e", `import("./bin/build.ts").then(async (build) => { await build.${what}(); console.log("done"); ${as === "bin/start.ts" ? "setInterval(() => {}, 1e6)" : ""} }).catch((error) => { console.log(error.message); process.exit(1); })`, as]);
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 120_000, interval: 50 });
const says = (one: Run, text: string) => until(() => expect(one.said()).toContain(text));
/** Processes that name the clone or its database. */
const processes = () => new Promise<string[]>((resolve) => execFile("ps", ["-eo", "args"], (_error, text) => resolve(text.split("\n").filter((line) => line.includes(folder) || line.includes(databaseFolder())))));
function databaseFolder(): string {
  try {
    return realpathSync(path.join(folder, "data/postgres"));
  } catch {
    return folder;
  }
}

async function ask(database: string, sql: string): Promise<Record<string, unknown>[]> {
  const data = databaseFolder();
  const port = readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n")[3]!;
  const client = new pg.Client({ connectionString: `postgresql://postgres:${readFileSync(`${data}.password`, "utf8")}@127.0.0.1:${port}/${database}` });
  client.on("error", () => undefined);
  await client.connect();
  return client.query(sql).then(({ rows }) => rows as Record<string, unknown>[]).finally(() => client.end());
}

test("a start that is stopped or killed while it seeds or builds leaves no process, and the next one makes it whole", async () => {
  setNext(NEVER_ENDS);
  const start = (PORT: string) => run(["bin/start.mjs"], { PORT, AVISO_DATA_DIR: path.join(folder, "data") });
  const PORT = String(await freePort());
  const endsBy = async (one: Run, signal: "SIGTERM" | "SIGINT") => {
    const sentAt = Date.now();
    one.child.kill(signal);
    expect(await one.ended, one.said()).toBe(0);
    expect(Date.now() - sentAt).toBeLessThan(10_000);
    expect(await processes()).toEqual([]);
  };
  const isHalfSeeded = () => until(async () => expect(Number((await ask("aviso_making", "SELECT count(*) AS n FROM events"))[0]!.n)).toBeGreaterThan(0));

  const stopped = start(PORT);
  await says(stopped, "Seeding");
  await isHalfSeeded();
  await endsBy(stopped, "SIGTERM");

  const killed = start(PORT);
  await says(killed, "Seeding");
  await isHalfSeeded();
  process.kill(Number(readFileSync(path.join(folder, "data/lock"), "utf8")), "SIGKILL");
  await killed.ended;
  await until(async () => expect(await processes()).toEqual([]));

  const whole = start(PORT);
  await says(whole, "next begins");
  expect(whole.said()).toContain("Seeding");
  expect((await ask("postgres", "SELECT datname FROM pg_database WHERE datname LIKE 'aviso%'")).map(({ datname }) => datname)).toEqual(["aviso"]);
  const [counts] = await ask("aviso", "SELECT (SELECT count(*)::int FROM users) AS users, (SELECT count(*)::int FROM subscriptions) AS subscriptions, (SELECT count(*)::int FROM events) > 5000 AS has_history");
  expect(counts).toEqual({ users: 1, subscriptions: 4, has_history: true });
  await endsBy(whole, "SIGTERM");

  const again = start(PORT);
  await says(again, "next begins");
  expect(again.said()).not.toContain("Seeding");
  await endsBy(again, "SIGINT");
});

test("of several that build in one clone at once one builds, and the others wait and take what it built", async () => {
  setNext(`while [ ! -e go ]; do sleep 0.05; done\n${ENDS}`);
  const first = doing("buildIfChanged");
  await says(first, "next begins");
  const others = [doing("buildIfChanged"), doing("takeBuild"), doing("takeBuild")];
  for (const other of others) await says(other, `Process ${first.child.pid} is building in this folder; waiting`);
  writeFileSync(path.join(clone, "go"), "");
  for (const one of [first, ...others]) expect(await one.ended, one.said()).toBe(0);
  expect(built()).toBe(1);
});

test("nobody builds over what a running Aviso serves; when that is gone, however it went, it is built", async () => {
  setNext(ENDS);
  const serving = doing("takeBuild", "bin/start.ts");
  await says(serving, "done");
  const before = built();
  writeFileSync(path.join(clone, "messages/en/changed.json"), "{}");
  const refused = doing("buildIfChanged");
  expect(await refused.ended).toBe(1);
  expect(refused.said()).toContain(`Another Aviso (process ${serving.child.pid}) runs from this folder`);
  serving.child.kill("SIGKILL");
  await serving.ended;
  const next = doing("buildIfChanged");
  expect(await next.ended, next.said()).toBe(0);
  expect(built()).toBe(before + 1);
});

test("what is generated and built is served also where nothing may be written; what must be built anew there says who can", async () => {
  const turns = path.join(clone, "node_modules/.cache/aviso");
  rmSync(turns, { recursive: true });
  writeFileSync(turns, "in the way");
  try {
    for (const what of ["generateClient", "buildIfChanged", "takeBuild"]) expect(await doing(what).ended, what).toBe(0);
    writeFileSync(path.join(clone, "i18n/changed.ts"), "");
    const late = doing("takeBuild");
    expect(await late.ended).not.toBe(0);
    expect(late.said()).toContain(`this user may not write in ${clone}. Run "npm run build" there`);
  } finally {
    rmSync(turns);
  }
});
