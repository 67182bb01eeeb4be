import { readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { running } from "./aviso";

/** Runs a statement in the database of the Aviso under test, past it: for what only a broken database shows. */
export async function runSql<Row extends object = object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  return (await client.query<Row>(sql, values).finally(() => client.end())).rows;
}

/** The embedded Postgres of the data folder, or another database of it; the folder may be a link to where a system user keeps it. */
export function databaseUrl(name = "aviso"): string {
  const dataDir = realpathSync(path.join(path.dirname(running.credentials), "postgres"));
  const port = readFileSync(path.join(dataDir, "postmaster.pid"), "utf8").split("\n")[3]!;
  return `postgresql://postgres:${readFileSync(`${dataDir}.password`, "utf8")}@127.0.0.1:${port}/${name}`;
}
