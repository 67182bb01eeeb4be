import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import type { House } from "./house";

/** Takes the rows that Aviso takes, the other way round. */
export async function lockBackwards(house: House): Promise<void> {
  const client = new pg.Client({ connectionString: house.directUrl() });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT 1 FROM hourly_counts FOR UPDATE");
    await wait(50);
    await client.query("SELECT 1 FROM queue WHERE claim_id IS NOT NULL FOR UPDATE");
    await client.query("ROLLBACK");
  } catch {
    // It was the one that lost.
  } finally {
    await client.end();
  }
}

/** How many deadlocks the database broke so far. */
export async function countDeadlocks(house: House): Promise<number> {
  return Number((await house.query<{ n: string }>("SELECT deadlocks AS n FROM pg_stat_database WHERE datname = 'aviso'"))[0]!.n);
}
