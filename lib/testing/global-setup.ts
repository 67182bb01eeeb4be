import path from "node:path";
import pg from "pg";
import { type EmbeddedPostgres, startEmbedded } from "../db/embedded";
import { applyMigrations } from "../db/schema-engine";
import { TEMPLATES } from "./database";
import { makeDataFolder } from "./data-folder";

/** Starts a Postgres for the tests and migrates the templates that test files clone. */
export default async function setup(): Promise<() => Promise<void>> {
  let server: EmbeddedPostgres | undefined;
  const folder = makeDataFolder("aviso-test-");
  if (!process.env.AVISO_TEST_ADMIN_URL) {
    server = await startEmbedded({ dataDir: path.join(folder.path, "postgres"), isDurable: false });
    process.env.AVISO_TEST_ADMIN_URL = server.url;
  }
  const adminUrl = process.env.AVISO_TEST_ADMIN_URL;
  const run = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  for (const { name, daysBack } of Object.values(TEMPLATES)) {
    await run(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await run(adminUrl, `CREATE DATABASE ${name}`);
    const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
    await applyMigrations(url, path.resolve("prisma/migrations"));
    await run(url, `SELECT aviso_ensure_partitions(current_date - ${daysBack}, current_date + 14)`);
  }
  return async () => {
    await server?.stop();
    folder.remove();
  };
}
