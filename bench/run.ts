import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbedded } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/schema-engine";
import { buildIfChanged, generateClient } from "../bin/build";
import { type Result, showResults } from "./bench";
import { benchDelivery } from "./delivery";
import { benchFlow } from "./flow";
import { benchHistory } from "./history";
import { benchIngestion } from "./ingestion";
import { benchMemory } from "./memory";
import { benchPages } from "./pages";
import { openStack, type Stack } from "./stack";

/**
 * Measures Aviso as it runs in production (web and worker as processes, every commit durable) against the raw limit of the same
 * machine in the same run. Uses the Postgres of DATABASE_URL (any database of it that may make others), else starts its own in a
 * temporary folder. Everything it made is gone afterwards.
 * `npm run bench -- delivery flow` measures these parts only; `--long` lets flow last 5 minutes and memory an hour;
 * `npm run bench -- pages` measures the server's time for each page, over a million events; `history` what five million of them in
 * 60 days cost, for which it needs 30 GB of disk and half an hour.
 */
const PARTS: Record<string, (stack: Stack, isLong: boolean) => Promise<Result[]>> = { ingestion: benchIngestion, delivery: benchDelivery, flow: benchFlow, memory: benchMemory };
const asked = process.argv.slice(2).filter((word) => word !== "--long");
const isLong = process.argv.includes("--long");
const folder = mkdtempSync(path.join(tmpdir(), "aviso-bench-"));
const given = process.env.DATABASE_URL;
let server = given ? null : await startEmbedded({ dataDir: path.join(folder, "postgres") });

try {
  await generateClient();
  await buildIfChanged();
  if (server) server = await withStatistics(server);
  const adminUrl = given ?? server!.url;
  process.stdout.write(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "processor"}\n`);
  if (asked.includes("pages")) await withDatabase(adminUrl, async (stack) => void (await benchPages(stack)));
  else if (asked.includes("history")) await withDatabase(adminUrl, benchHistory);
  else {
    const results: Result[] = [];
    for (const [part, run] of Object.entries(PARTS)) {
      if (asked.length === 0 || asked.includes(part)) await withDatabase(adminUrl, async (stack) => void results.push(...(await run(stack, isLong))));
    }
    showResults(results);
  }
} finally {
  await server?.stop();
  if (server?.dataDir.startsWith("/var/lib/aviso/")) rmSync(path.dirname(server.dataDir), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

/** A database of its own for each part, so that none measures what another left behind. */
async function withDatabase(adminUrl: string, work: (stack: Stack) => Promise<void>): Promise<void> {
  const name = `aviso_bench_${randomBytes(4).toString("hex")}`;
  await admin(adminUrl, `CREATE DATABASE ${name}`);
  try {
    const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
    await applyMigrations(url, path.resolve("prisma/migrations"));
    await admin(url, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
    const stack = await openStack(url);
    await work(stack).finally(() => stack.close());
  } finally {
    await admin(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }
}

/** Statements are counted by Postgres itself, by an extension that it must have loaded at its start. */
async function withStatistics(started: Awaited<ReturnType<typeof startEmbedded>>) {
  await admin(started.url, "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
  await started.stop();
  return startEmbedded({ dataDir: path.join(folder, "postgres") });
}

async function admin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
