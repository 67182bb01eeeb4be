import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { totalmem } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { endWithParent } from "./end-with-parent";
import { commandOf, type EmbeddedHome, EmbeddedPostgresError, prepareHome } from "./embedded-home";

export interface EmbeddedPostgres {
  /** Of the superuser, to the database `postgres`. */
  url: string;
  port: number;
  /** Where the data really stands (elsewhere than asked when root runs it for a system user). */
  dataDir: string;
  /** Resolves when the server ends, by itself or because it was stopped. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** How long a stop may take before it is made short: what is committed is in the log, and is recovered at the next start. */
const STOP_PATIENCE_MS = 3_000;
/** Sessions of a server that was killed go on for a moment and hold its shared memory. */
const PATIENCE_MS = 15_000;

/**
 * Starts Postgres 18 from the npm package's binaries on a loopback port, making the data folder when it is new. It ends
 * with this process, however that ends.
 *
 * @param options.dataDir where the cluster should stand
 * @param options.port the port to use again; a free one by default
 * @param options.isDurable false turns fsync off: for tests only
 * @param options.env for the server, instead of this process's own
 */
export async function startEmbedded(options: { dataDir: string; port?: number; isDurable?: boolean; env?: NodeJS.ProcessEnv }): Promise<EmbeddedPostgres> {
  const home = prepareHome(options.dataDir);
  if (!existsSync(path.join(home.dataDir, "PG_VERSION"))) await makeCluster(home);
  await stopLeftOver(home.dataDir);
  const port = options.port ?? (await freePort());
  const url = `postgresql://postgres:${readFileSync(`${home.dataDir}.password`, "utf8")}@127.0.0.1:${port}/postgres`;
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const child = spawnServer(home, port, options);
    const log = lastLines(child);
    if (await becomesReady(child, url)) return { url, port, dataDir: home.dataDir, ended: endOf(child), stop: () => stop(child) };
    await stop(child);
    const reason = log();
    if (Date.now() > until || !/shared memory|lock file|Address already in use/i.test(reason)) {
      throw new EmbeddedPostgresError(`Postgres did not start: ${reason || "it gave no reason"}. Its data is in ${home.dataDir}.`);
    }
    await wait(250);
  }
}

/** The server that another process runs on a data folder, as its superuser; null when there is none. */
export function findRunning(dataDir: string): string | null {
  const file = path.join(dataDir, "postmaster.pid");
  if (!existsSync(file)) return null;
  const [pid, , , port] = readFileSync(file, "utf8").split("\n");
  const home = realpathSync(dataDir);
  return commandOf(Number(pid))?.includes(home) ? `postgresql://postgres:${readFileSync(`${home}.password`, "utf8")}@127.0.0.1:${port}/postgres` : null;
}

/** Made beside its place and put there whole, so that one that was broken off is made anew. */
async function makeCluster({ native, dataDir, who }: EmbeddedHome): Promise<void> {
  const making = `${dataDir}.making`;
  rmSync(making, { recursive: true, force: true });
  // Other users of the machine reach loopback too, so the superuser has a password.
  const file = `${dataDir}.password`;
  writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
  if (who) chownSync(file, who.uid, who.gid);
  const values = ["-D", making, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", file, "-E", "UTF8", "--locale=C.UTF-8"];
  try {
    await promisify(execFile)(path.join(native, "bin/initdb"), values, { ...who, cwd: "/" });
    rmSync(dataDir, { recursive: true, force: true });
    renameSync(making, dataDir);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    const lines = String((error as { stderr?: string }).stderr ?? "").split("\n").filter((line) => /error|fatal/i.test(line));
    throw new EmbeddedPostgresError(`The database could not be made in ${dataDir}: ${lines[0] ?? (error as NodeJS.ErrnoException).code ?? "initdb failed"}.`);
  }
}

/**
 * Postgres's own defaults suit a small machine of long ago. An eighth of the memory as its cache leaves the rest to the system's, which
 * holds the same files; statements here are short, so compiling them takes longer than it saves; and disks have no arms any more.
 * @see https://www.postgresql.org/docs/18/runtime-config.html
 */
function settingsFor(memoryBytes: number): Record<string, string> {
  const mb = (share: number) => Math.round((memoryBytes * share) / 1_048_576);
  return {
    shared_buffers: `${Math.min(Math.max(mb(1 / 8), 128), 1_024)}MB`,
    effective_cache_size: `${mb(1 / 2)}MB`,
    work_mem: "16MB",
    maintenance_work_mem: "128MB",
    max_wal_size: "2GB",
    random_page_cost: "1.1",
    jit: "off",
    // After a crash Postgres writes everything to the disk first: thousands of files, of 60 days' partitions, one by one.
    ...(process.platform === "linux" ? { recovery_init_sync_method: "syncfs" } : {}),
  };
}

function spawnServer({ native, dataDir, who }: EmbeddedHome, port: number, options: { isDurable?: boolean; env?: NodeJS.ProcessEnv }): ChildProcess {
  const durability = options.isDurable !== false ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: "", max_connections: 200, ...settingsFor(Math.min(totalmem(), process.constrainedMemory() || Infinity)), ...durability };
  const child = spawn(
    path.join(native, "bin/postgres"),
    ["-D", dataDir, "-p", String(port), ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { ...who, cwd: "/", stdio: ["ignore", "ignore", "pipe"], detached: true, ...(options.env ? { env: options.env } : {}) },
  );
  child.on("error", () => undefined);
  endWithParent(child, { signal: "INT", who });
  return child;
}

/**
 * After a `kill -9` the old server, or its orphans, may still run on the data folder: a second one would be refused, and
 * beside writers that are left it would ruin the data. Orphans end by themselves as soon as they see that the server is gone.
 */
async function stopLeftOver(dataDir: string): Promise<void> {
  const file = path.join(dataDir, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  const isServer = () => commandOf(pid)?.includes(dataDir) ?? false;
  if (isServer()) kill(pid, "SIGINT");
  for (let i = 0; i < 400 && (isServer() || orphansOf(dataDir).length > 0); i++) {
    // Ten seconds are long enough for one that is in the middle of something.
    if (i === 200) for (const one of [pid, ...orphansOf(dataDir)]) if (one !== pid || isServer()) kill(one, "SIGQUIT");
    await wait(50);
  }
  // Its process id may be somebody else's by now, which Postgres would take for the old server.
  if (!isServer() && orphansOf(dataDir).length === 0) rmSync(file, { force: true });
}

/** Postgres's processes stand in their data folder. */
function orphansOf(dataDir: string): number[] {
  if (!existsSync("/proc/self/cwd")) return [];
  return readdirSync("/proc").filter((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`) === realpathSync(dataDir) && readFileSync(`/proc/${name}/cmdline`, "utf8").startsWith("postgres");
    } catch {
      return false;
    }
  }).map(Number);
}

async function becomesReady(child: ChildProcess, url: string): Promise<boolean> {
  for (let i = 0; i < 600 && !hasEnded(child); i++) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      await wait(50);
    }
  }
  return false;
}

/** @returns what gives the last line that the server wrote as its reason */
function lastLines(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (more: string) => (text = (text + more).slice(-4_000)));
  return () => {
    const lines = text.trim().split("\n");
    const told = lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? "";
    return told.replace(/^.*?(FATAL|PANIC):\s*/, "").replace(/\.$/, "");
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => (hasEnded(child) ? resolve() : child.once("exit", () => resolve())));
}

/** SIGINT is Postgres's fast shutdown: it ends sessions and writes a checkpoint. SIGQUIT leaves that to the next start. */
async function stop(child: ChildProcess): Promise<void> {
  const ended = endOf(child);
  if (!hasEnded(child)) child.kill("SIGINT");
  const hurry = setTimeout(() => child.kill("SIGQUIT"), STOP_PATIENCE_MS);
  await ended;
  clearTimeout(hurry);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
