import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import { log } from "../log";

const NO_FILTERS = { externalTables: [], externalEnums: [] };

type SchemaEngine = engineModule.SchemaEngine;

interface OpenEngine {
  engine: SchemaEngine;
  /** What Postgres said to the last script that failed; the engine keeps it to itself. */
  lastError(): unknown;
  close(): Promise<void>;
}

/** How a migration waits for what others hold. */
export interface LockPatience {
  /** For one lock. Whoever comes after it waits as long, so this is the longest pause of a running Aviso. */
  waitMs: number;
  /** Between two tries, for those who came after. */
  pauseMs: number;
  tries: number;
}
const PATIENCE: LockPatience = { waitMs: 2_000, pauseMs: 3_000, tries: 40 };
// lock_not_available, deadlock_detected: nothing of the script was kept, and the next try may find the way free.
const TRY_AGAIN = new Set(["55P03", "40P01"]);

/** A migration that Postgres refused. Nothing of it was kept, and it is tried again at the next start. */
export class MigrationFailedError extends Error {
  constructor(readonly migration: string, cause: unknown) {
    super(`Migration ${migration} failed and nothing of it was kept: ${messageOf(cause)}. Mend what it names, then start again.`, { cause });
    this.name = "MigrationFailedError";
  }
}

/**
 * Applies the committed migrations that the database has not had yet, with Prisma's own engine compiled to
 * WebAssembly, because the CLI's engine is a download. `_prisma_migrations` stays the table the CLI knows.
 *
 * @param url a Postgres connection string
 * @param directory the folder that holds one folder a migration
 * @param patience how it waits for a table that others use: never long, because all others would queue behind it
 * @returns the names applied now, in order; empty when the database was up to date
 * @throws MigrationFailedError when one fails; each runs in a transaction of its own
 */
export async function applyMigrations(url: string, directory: string, patience = PATIENCE): Promise<string[]> {
  return withMigrationLock(url, () => applyAlone(url, directory, patience));
}

async function applyAlone(url: string, directory: string, patience: LockPatience): Promise<string[]> {
  const { engine, lastError, close } = await openEngine(url, patience);
  const migrationsList = await readMigrations(directory);
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
    return appliedMigrationNames;
  } catch (error) {
    if (/P3005|schema is not empty/.test(messageOf(error))) throw new Error("The database holds tables that are not Aviso's. Give Aviso a database of its own.", { cause: error });
    const failed = await failedMigration(engine, migrationsList);
    if (!failed) throw error;
    await engine.markMigrationRolledBack({ migrationName: failed });
    throw new MigrationFailedError(failed, lastError() ?? error);
  } finally {
    await close();
  }
}

// Any number; that of Prisma's own command is another, and its engine here takes none.
const LOCK_ID = 4_157_001;

/** Several starts on one database at once take turns; the later ones find nothing to do. */
async function withMigrationLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK_ID]);
    return await work();
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * The SQL that leads from one Prisma schema to another. It compares the two texts and does not describe the
 * database, because that fails on the type `char`; the engine wants a reachable one all the same.
 *
 * @param url any reachable Postgres
 * @param from the committed schema, or null for an empty database
 */
export async function diffSchemas(url: string, from: string | null, to: string): Promise<string> {
  const { engine, close } = await openEngine(url);
  const file = (content: string) => ({ files: [{ path: "schema.prisma", content }] });
  try {
    const result = await engine.diff({
      from: from === null ? { tag: "empty" } : { tag: "schemaDatamodel", ...file(from) },
      to: { tag: "schemaDatamodel", ...file(to) },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    });
    return result.stdout ?? "";
  } finally {
    await close();
  }
}

async function openEngine(url: string, patience = PATIENCE): Promise<OpenEngine> {
  await loadWasm();
  const factory = new PrismaPg({ connectionString: url });
  const connect = factory.connect.bind(factory);
  let lastError: unknown;
  const adapters: Awaited<ReturnType<typeof connect>>[] = [];
  // The adapter splits scripts at every ";", which breaks function bodies. Postgres takes a whole script,
  // and runs it in one transaction.
  factory.connect = async () => {
    const adapter = await connect();
    adapters.push(adapter);
    adapter.executeScript = async (script: string) => {
      const run = () => adapter.underlyingDriver().query(`SET LOCAL lock_timeout = ${patience.waitMs};\n${script}`);
      await runPatiently(run, patience).catch((error: unknown) => {
        lastError = error;
        throw error;
      });
    };
    return adapter;
  };
  const engine = await engineModule.SchemaEngine.new(
    { datamodels: undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  const close = async () => {
    engine.free();
    for (const adapter of adapters) await adapter.dispose();
  };
  return { engine, lastError: () => lastError, close };
}

async function runPatiently(run: () => Promise<unknown>, { pauseMs, tries }: LockPatience): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      return void (await run());
    } catch (error) {
      const { code } = error as { code?: string };
      if (tried >= tries || !TRY_AGAIN.has(code ?? "")) throw error;
      if (tried === 1) log.info("a migration waits for a table that is in use", { code });
      await wait(pauseMs);
    }
  }
}

let loading: Promise<void> | undefined;

/** Node cannot import .wasm files without a flag, so the package's three lines of glue stand here. */
function loadWasm(): Promise<void> {
  loading ??= (async () => {
    const file = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
    const bytes = await readFile(path.join(path.dirname(file), "schema_engine_bg.wasm"));
    const glue = engineModule as unknown as WebAssembly.ModuleImports & { __wbg_set_wasm(exports: unknown): void };
    const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": glue });
    glue.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
  })();
  return loading;
}

async function readMigrations(directory: string): Promise<engineModule.MigrationList> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  const content = (file: string) => readFile(path.join(directory, file), "utf8");
  return {
    baseDir: directory,
    lockfile: { path: "./migration_lock.toml", content: await content("migration_lock.toml") },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: await content(`${name}/migration.sql`) } },
      })),
    ),
  };
}

async function failedMigration(engine: SchemaEngine, migrationsList: engineModule.MigrationList): Promise<string | undefined> {
  const diagnosis = await engine
    .diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: NO_FILTERS })
    .catch(() => undefined);
  return diagnosis?.failedMigrationNames[0];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
