import { hash } from "node:crypto";
import type pg from "pg";
import { type Db, poolOf } from "./client";
import { databaseFailure } from "./failure";

const prepared = new Map<string, pg.QueryConfig>();

/**
 * A statement that each connection parses and plans once, not at each call: for a small batch that is a quarter of its cost. Its text
 * must be one of few; and a SELECT names its columns, since the result of what is prepared may not change under it.
 */
function prepare(sql: string, values: unknown[]): pg.QueryConfig {
  let statement = prepared.get(sql);
  // By its text, so that two copies of this module on one pool mean the same.
  if (!statement) prepared.set(sql, (statement = { text: sql, name: `aviso_${hash("sha256", sql).slice(0, 16)}` }));
  return { ...statement, values };
}

/** Runs one statement and gives its rows. Values travel as text; the statement casts them. */
export type Query = <Row>(sql: string, values: unknown[]) => Promise<Row[]>;

/**
 * One statement in a transaction of its own.
 * @param timeoutMs when to give up waiting for the database; what was begun may be done all the same
 */
export async function queryBatch<Row>(db: Db, sql: string, values: unknown[], timeoutMs?: number): Promise<Row[]> {
  const query: pg.QueryConfig & { query_timeout?: number } = { ...prepare(sql, values), ...(timeoutMs ? { query_timeout: timeoutMs } : {}) };
  return (await poolOf(db).query(query)).rows as Row[];
}

/** Several statements that commit together, or not at all. */
export async function inBatch<T>(db: Db, work: (query: Query) => Promise<T>): Promise<T> {
  const client: pg.PoolClient = await poolOf(db).connect();
  let broken: Error | undefined;
  const notice = (error: Error) => (broken = error);
  client.on("error", notice);
  try {
    await client.query("BEGIN");
    const result = await work(async (sql, values) => (await client.query(prepare(sql, values))).rows);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    // A server that gives no answer would give none to this either; and what fails to roll back is not used again.
    if (databaseFailure(error) === "away") broken = error as Error;
    else await client.query("ROLLBACK").catch(notice);
    throw error;
  } finally {
    client.off("error", notice);
    client.release(broken);
  }
}
