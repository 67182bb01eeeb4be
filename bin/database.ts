import path from "node:path";
import pg from "pg";
import { createDb } from "@/lib/db/client";
import { applyMigrations } from "@/lib/db/schema-engine";
import { versionProblem } from "@/lib/db/version";
import { type SealingKey, unseal } from "@/lib/domain/sealed";
import { seedDemo } from "@/lib/services/demo/seed";
import { type Credentials, writeCredentials } from "./data-dir";

const MIGRATIONS = "prisma/migrations";
const NAME = "aviso";
const MAKING = "aviso_making";

/** Checks that a database can be reached and is new enough. @throws Error, one line with what to do */
export async function assertDatabaseUsable(url: string): Promise<void> {
  let version: number;
  try {
    version = Number((await query(url, "SHOW server_version_num")).rows[0].server_version_num);
  } catch (error) {
    const { message, code } = error as { message?: string; code?: string };
    throw new Error(`The database of DATABASE_URL cannot be reached (${message || code}). Check the address, the name and the password.`);
  }
  const problem = versionProblem(version);
  if (problem) throw new Error(problem);
}

/** Brings the schema up to date, and makes the partitions of the days to come. @returns how many migrations were applied */
export async function migrate(url: string): Promise<number> {
  const applied = await applyMigrations(url, path.resolve(MIGRATIONS));
  await query(url, "SELECT aviso_ensure_partitions(current_date - 61, current_date + 14)");
  return applied.length;
}

export async function hasEmbeddedDatabase(adminUrl: string): Promise<boolean> {
  return (await query(adminUrl, `SELECT 1 FROM pg_database WHERE datname = '${NAME}'`)).rowCount === 1;
}

export function embeddedUrl(adminUrl: string, name: string = NAME): string {
  return Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
}

/**
 * Makes the embedded database with its schema and the demo. It gets its name at the end: one that was broken off is made
 * anew at the next start.
 */
export async function makeEmbeddedDatabase(options: { adminUrl: string; dataDir: string; secretKey: Buffer; origin: string }): Promise<void> {
  const { adminUrl, dataDir, secretKey, origin } = options;
  const url = embeddedUrl(adminUrl, MAKING);
  await query(adminUrl, `DROP DATABASE IF EXISTS ${MAKING} WITH (FORCE)`);
  await query(adminUrl, `CREATE DATABASE ${MAKING}`);
  await migrate(url);
  const db = createDb(url);
  const credentials: Credentials = { url: origin, ...(await seedDemo({ db, secretKey, origin }).finally(() => db.$disconnect())) };
  writeCredentials(dataDir, credentials);
  await query(adminUrl, `ALTER DATABASE ${MAKING} RENAME TO ${NAME}`);
}

/** Whether the database keeps anything that a secret key sealed. */
export async function hasSecrets(url: string): Promise<boolean> {
  return (await query(url, "SELECT 1 FROM subscription_secrets LIMIT 1")).rowCount === 1;
}

/** @throws Error, one line, when the newest of what is sealed was sealed with another key */
export async function assertKeyOpens(url: string, secretKey: SealingKey): Promise<void> {
  const row = (await query(url, "SELECT secret_encrypted FROM subscription_secrets ORDER BY created_at DESC LIMIT 1")).rows[0] as { secret_encrypted: string } | undefined;
  try {
    if (row) unseal(secretKey, row.secret_encrypted);
  } catch {
    throw new Error("The secrets in this database were sealed with another AVISO_SECRET_KEY. Set the one that they were sealed with.");
  }
}

async function query(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await client.query(sql);
  } finally {
    await client.end().catch(() => undefined);
  }
}
