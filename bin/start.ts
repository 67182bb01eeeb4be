import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { readSettings, type Settings } from "@/lib/config/env";
import { type EmbeddedPostgres, startEmbedded } from "@/lib/db/embedded";
import { generateClient, stopBuilding, takeBuild } from "./build";
import { oneLine } from "./command";
import { readCredentials, readSecretKey, takeDataDir } from "./data-dir";
import { createParts } from "./parts";

/** The supervisor: database, migrations, seed, then the web and worker processes, until a signal. */
const RESTART_PAUSE_MS = 1_000;
const isDev = process.argv.includes("--dev");
const say = (text: string) => process.stdout.write(`${text}\n`);
const parts = createParts(say, isDev);
let postgres: EmbeddedPostgres | undefined;
let startingPostgres: Promise<EmbeddedPostgres> | undefined;
let giveBackDataDir = () => {};
let giveBackBuild = () => {};
let isStopping = false;

process.on("SIGINT", () => void stop(0)).on("SIGTERM", () => void stop(0)).on("SIGHUP", () => void stop(0)).on("disconnect", () => void stop(0));
start().catch(fail);

async function start(): Promise<void> {
  const settings = readSettings();
  giveBackDataDir = takeDataDir(settings.dataDir);
  await assertPortFree(settings.port);
  await generateClient();
  if (isStopping) return;
  // Before the build, which takes a minute: what is wrong with the database is told at once.
  const { url, secretKey } = await prepareDatabase(settings);
  if (!isDev && !isStopping) giveBackBuild = await takeBuild();
  if (isStopping) return;
  const env = {
    ...process.env,
    NODE_ENV: (isDev ? "development" : "production") as "development" | "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(settings.port),
    DATABASE_URL: url,
    AVISO_DATA_DIR: settings.dataDir,
    AVISO_URL: settings.origin,
    AVISO_LOCAL: settings.databaseUrl ? "0" : "1",
    AVISO_SECRET_KEY: secretKey.toString("base64"),
    // Their output is a pipe to here, whatever this one's is.
    ...(settings.databaseUrl ? { AVISO_LOG_FORMAT: settings.logFormat } : {}),
  };
  // One after the other: the worker's first deliveries go to the receiver, which the web process answers.
  await parts.launch("web", env);
  await parts.launch("worker", env);
  if (isStopping) return;
  say(`\nAviso is running: ${settings.origin}`);
  const credentials = settings.databaseUrl ? null : readCredentials(settings.dataDir, settings.origin);
  if (credentials) {
    const { email, password, apiKey, file } = credentials;
    say(`  e-mail    ${email}\n  password  ${password}\n  API key   ${apiKey}\n  (also in ${path.relative(process.cwd(), file)})`);
  }
  say("Ctrl-C stops it.");
}

async function prepareDatabase(settings: Settings): Promise<{ url: string; secretKey: Buffer }> {
  const { dataDir, origin } = settings;
  // Not above: it needs the generated client.
  const database = await import("./database");
  const sayMigrated = (count: number) => count > 0 && say(`Applied ${count} migration(s).`);
  if (settings.databaseUrl) {
    await database.assertDatabaseUsable(settings.databaseUrl);
    sayMigrated(await database.migrate(settings.databaseUrl));
    const secretKey = settings.secretKey ?? readSecretKey(dataDir, await database.hasSecrets(settings.databaseUrl));
    await database.assertKeyOpens(settings.databaseUrl, [secretKey, ...settings.oldSecretKeys]);
    return { url: settings.databaseUrl, secretKey };
  }
  say("Starting Postgres …");
  const server = await keepPostgres(path.join(dataDir, "postgres"));
  if (!server.dataDir.startsWith(dataDir)) say(`Postgres does not run as root: its data stands in ${server.dataDir}`);
  const url = database.embeddedUrl(server.url);
  const isThere = await database.hasEmbeddedDatabase(server.url);
  const secretKey = settings.secretKey ?? readSecretKey(dataDir, isThere);
  if (isThere) {
    sayMigrated(await database.migrate(url));
    await database.assertKeyOpens(url, [secretKey, ...settings.oldSecretKeys]);
  } else {
    say("Seeding a demo workspace with 60 days of history …");
    await database.makeEmbeddedDatabase({ adminUrl: server.url, dataDir, secretKey, origin });
  }
  return { url, secretKey };
}

/** Starts Postgres, and again on the same port whenever it ends by itself. */
async function keepPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  startingPostgres = startEmbedded({ dataDir });
  const first = (postgres = await startingPostgres);
  void (async () => {
    for (;;) {
      await postgres?.ended;
      if (isStopping) return;
      say("Postgres ended; starting it again.");
      startingPostgres = startEmbedded({ dataDir, port: first.port });
      postgres = await startingPostgres.catch((error) => void say(oneLine(error)));
      if (!postgres) await wait(RESTART_PAUSE_MS);
    }
  })();
  return first;
}

/** Says in one line why it cannot go on, and ends. What fails because it is being stopped is no failure. */
function fail(error: unknown): void {
  if (isStopping) return;
  process.stderr.write(`aviso: ${oneLine(error)}\n`);
  void stop(1);
}

async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  stopBuilding();
  await parts.stop();
  // A signal may come while Postgres starts: it is waited for, or it would outlive this process.
  await (await startingPostgres?.catch(() => undefined))?.stop();
  giveBackBuild();
  giveBackDataDir();
  process.exit(code);
}

function assertPortFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    const other = port < 65_535 ? port + 1 : 3000;
    server.once("error", ({ code }: NodeJS.ErrnoException) =>
      reject(new Error(code === "EACCES" ? `Port ${port} may not be opened by this user. Choose one above 1023: PORT=3000 npm start` : `Port ${port} is taken. Stop what uses it, or choose another: PORT=${other} npm start`)));
    server.listen(port, () => server.close(() => resolve()));
  });
}
