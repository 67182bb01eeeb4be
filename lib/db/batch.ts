import type pg from "pg";
import { type Db, poolOf } from "./client";

/** Runs one statement and gives its rows. Values travel as text; the statement casts them. */
export type Query = <Row>(sql: string, values: unknown[]) => Promise<Row[]>;

/** One statement in a transaction of its own. */
export async function queryBatch<Row>(db: Db, sql: string, values: unknown[]): Promise<Row[]> {
  return (await poolOf(db).query(sql, values)).rows as Row[];
}

/** Several statements that commit together, or not at all. */
export async function inBatch<T>(db: Db, work: (query: Query) => Promise<T>): Promise<T> {
  const client: pg.PoolClient = await poolOf(db).connect();
  let broken: Error | undefined;
  const notice = (error: Error) => (broken = error);
  client.on("error", notice);
  try {
    await client.query("BEGIN");
    const result = await work(async (sql, values) => (await client.query(sql, values)).rows);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    // What fails to roll back is not used again.
    await client.query("ROLLBACK").catch(notice);
    throw error;
  } finally {
    client.off("error", notice);
    client.release(broken);
  }
}
