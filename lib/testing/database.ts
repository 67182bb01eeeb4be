import { randomBytes } from "node:crypto";
import pg from "pg";
import { createDb, type Db } from "@/lib/db/client";

/** The template database that the tests' global set-up migrates once. */
export const TEMPLATE_DATABASE = "aviso_template";

/**
 * A database of the test file's own, cloned from the migrated template, on the Postgres whose superuser URL
 * the global set-up left in AVISO_TEST_ADMIN_URL. It has partitions from 61 days ago to 14 days ahead.
 */
export async function createTestDatabase(): Promise<{ db: Db; url: string; close(): Promise<void> }> {
  const adminUrl = process.env.AVISO_TEST_ADMIN_URL;
  if (!adminUrl) throw new Error("AVISO_TEST_ADMIN_URL is not set: run the tests through vitest's global set-up.");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asAdmin(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE_DATABASE}`);
  const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
  const db = createDb(url);
  return {
    db,
    url,
    async close() {
      await db.$disconnect();
      await asAdmin(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
