import { type ChildProcess, fork } from "node:child_process";
import { hkdfSync, randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";
import { readSettings } from "@/lib/config/env";
import { type EmbeddedPostgres, startEmbedded } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/schema-engine";
import { buildIfChanged, generateClient } from "./build";

/** The supervisor: database, migrations, seed, then the web and worker processes, until a signal. */
const isDev = process.argv.includes("--dev");
const say = (text: string) => process.stdout.write(`${text}\n`);
const children = new Map<string, ChildProcess>();
let postgres: EmbeddedPostgres | undefined;
let startingPostgres: Promise<EmbeddedPostgres> | undefined;
let lockFile: string | undefined;
let isStopping = false;

process.on("SIGINT", () => void stop(0)).on("SIGTERM", () => void stop(0)).on("SIGHUP", () => void stop(0)).on("disconnect", () => void stop(0));
start().catch((error: unknown) => {
  process.stderr.write(`aviso: ${error instanceof Error ? error.message : String(error)}\n`);
  void stop(1);
});

async function start(): Promise<void> {
  const settings = readSettings();
  prepareDataDir(settings.dataDir);
  await assertPortFree(settings.port);
  generateClient();
  if (!isDev) await buildIfChanged();
  let url = settings.databaseUrl;
  if (!url) {
    say("Starting Postgres …");
    startingPostgres = startEmbedded({ dataDir: path.join(settings.dataDir, "postgres"), isKept: true });
    postgres = await startingPostgres;
    if (!postgres.dataDir.startsWith(settings.dataDir)) say(`Postgres does not run as root: its data stands in ${postgres.dataDir}`);
    url = await ensureDatabase(postgres.url, "aviso");
  }
  await assertDatabaseUsable(url);
  const applied = await applyMigrations(url, path.resolve("prisma/migrations"));
  if (applied.length > 0) say(`Applied ${applied.length} migration(s).`);
  await query(url, "SELECT aviso_ensure_partitions(current_date - 61, current_date + 14)");

  const secretKey = settings.secretKey ?? secretKeyFile(path.join(settings.dataDir, "secret.key"));
  const credentialsFile = path.join(settings.dataDir, "credentials.json");
  if (postgres && (await query(url, "SELECT count(*)::int AS n FROM users")).rows[0].n === 0) {
    say("Seeding a demo workspace with 60 days of history …");
    const [{ createDb }, { seedDemo }] = await Promise.all([import("@/lib/db/client"), import("@/lib/services/demo/seed")]);
    const db = createDb(url);
    const credentials = await seedDemo({ db, secretKey, origin: settings.origin });
    await db.$disconnect();
    writeFileSync(credentialsFile, `${JSON.stringify({ url: settings.origin, ...credentials }, null, 2)}\n`, { mode: 0o600 });
  }

  const env = {
    ...process.env,
    NODE_ENV: (isDev ? "development" : "production") as "development" | "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(settings.port),
    DATABASE_URL: url,
    AVISO_DATA_DIR: settings.dataDir,
    AVISO_URL: settings.origin,
    AVISO_LOCAL: postgres ? "1" : "0",
    AVISO_SECRET_KEY: secretKey.toString("base64"),
    NEXTAUTH_URL: settings.origin,
    NEXTAUTH_SECRET: Buffer.from(hkdfSync("sha256", secretKey, "", "aviso session", 32)).toString("base64"),
  };
  await Promise.all([launch("web", "bin/web.ts", env), launch("worker", "lib/worker/main.ts", env)]);
  say(`\nAviso is running: ${settings.origin}`);
  if (postgres && existsSync(credentialsFile)) {
    const { email, password, apiKey } = JSON.parse(readFileSync(credentialsFile, "utf8"));
    say(`  e-mail    ${email}\n  password  ${password}\n  API key   ${apiKey}\n  (also in ${path.relative(process.cwd(), credentialsFile)})`);
  }
  say("Ctrl-C stops it.");
}

/** Starts a part and starts it again when it ends by itself, at most once a second. Resolves at its "… ready". */
function launch(name: string, script: string, env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    if (isStopping) return;
    const begunAt = Date.now();
    // The IPC channel is what tells a child that the supervisor was killed.
    const child = fork(path.resolve(script), { env, execArgv: ["--import", "tsx"], stdio: ["ignore", "pipe", "inherit", "ipc"] });
    children.set(name, child);
    let isReady = false;
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      if (text.includes(`${name} ready`)) {
        isReady = true;
        resolve();
      } else process.stdout.write(text);
    });
    child.once("exit", (code) => {
      children.delete(name);
      if (isStopping) return;
      if (!isReady) return reject(new Error(`The ${name} process ended at its start (exit ${code}); its lines above say why.`));
      say(`The ${name} process ended (exit ${code}); starting it again.`);
      setTimeout(() => void launch(name, script, env).catch(() => stop(1)), Math.max(0, 1_000 - (Date.now() - begunAt)));
    });
  });
}

async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const ends = [...children.values()].map((child) => new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 8_000).unref();
  }));
  await Promise.all(ends);
  // A signal may come while Postgres starts: it is waited for, or it would outlive this process.
  await (await startingPostgres?.catch(() => undefined))?.stop();
  if (lockFile) rmSync(lockFile, { force: true });
  process.exit(code);
}

function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
  } catch {
    throw new Error(`The data folder ${dataDir} cannot be written. Change its permissions, or name another one in AVISO_DATA_DIR.`);
  }
  const file = path.join(dataDir, "lock");
  const pid = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  if (pid && pid !== process.pid && isAviso(pid)) {
    throw new Error(`Another Aviso (process ${pid}) is running on ${dataDir}. Stop it first, or name another folder in AVISO_DATA_DIR.`);
  }
  writeFileSync(file, String(process.pid));
  lockFile = file;
}

function isAviso(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const file = `/proc/${pid}/cmdline`;
    return !existsSync("/proc/self") || readFileSync(file, "utf8").includes("start.ts");
  } catch {
    return false;
  }
}

function assertPortFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", () => reject(new Error(`Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`)));
    server.listen(port, () => server.close(() => resolve()));
  });
}

async function assertDatabaseUsable(url: string): Promise<void> {
  let version: number;
  try {
    version = Number((await query(url, "SHOW server_version_num")).rows[0].server_version_num);
  } catch (error) {
    throw new Error(`The database of DATABASE_URL cannot be reached (${(error as Error).message || (error as { code?: string }).code}). Check the address, the name and the password.`);
  }
  if (version < 150_000) throw new Error(`The database is Postgres ${Math.floor(version / 10_000)}; Aviso needs 15 or newer.`);
}

async function ensureDatabase(adminUrl: string, name: string): Promise<string> {
  const { rowCount } = await query(adminUrl, `SELECT 1 FROM pg_database WHERE datname = '${name}'`);
  if (!rowCount) await query(adminUrl, `CREATE DATABASE ${name}`);
  return Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
}

async function query(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  return client.query(sql).finally(() => client.end());
}

function secretKeyFile(file: string): Buffer {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("base64"), { mode: 0o600 });
  return Buffer.from(readFileSync(file, "utf8"), "base64");
}
