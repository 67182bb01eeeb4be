import { randomBytes } from "node:crypto";
import pg from "pg";
import { createDb, type Db } from "@/lib/db/client";

/**
 * The template databases that the tests' global set-up migrates once. A clone costs a file for every table and index of
 * every day, so that a week is made ten times as fast as the whole history.
 */
export const TEMPLATES = {
  week: { name: "aviso_week", daysBack: 8 },
  history: { name: "aviso_history", daysBack: 61 },
} as const;

/**
 * A database of the test file's own, cloned from the migrated template, on the Postgres whose superuser URL
 * the global set-up left in AVISO_TEST_ADMIN_URL.
 * @param days how far back there are partitions: a week, or the 60 days that are kept
 */
export async function createTestDatabase(days: keyof typeof TEMPLATES = "week"): Promise<{ db: Db; url: string; close(): Promise<void> }> {
  const adminUrl = process.env.AVISO_TEST_ADMIN_URL;
  if (!adminUrl) throw new Error("AVISO_TEST_ADMIN_URL is not set: run the tests through vitest's global set-up.");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asAdmin(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATES[days].name} STRATEGY FILE_COPY`);
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
