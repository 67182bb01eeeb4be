import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/testing/database";
import { inBatch, queryBatch } from "./batch";
import { createDb, type Db } from "./client";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url, { max: 1 });
});
afterAll(async () => {
  await db.$disconnect();
  await database.close();
});

test("a connection prepares a statement once, alone or in a transaction, whatever its values", async () => {
  const sql = "SELECT $1::int + 1 AS next";
  const countPlans = "SELECT (generic_plans + custom_plans)::int AS plans FROM pg_prepared_statements WHERE statement = $1";
  for (const n of [1, 2, 3]) expect(await queryBatch(db, sql, [n])).toEqual([{ next: n + 1 }]);
  expect(await inBatch(db, (query) => query(sql, [9]))).toEqual([{ next: 10 }]);
  expect(await queryBatch(db, countPlans, [sql])).toEqual([{ plans: 4 }]);
});

test("a prepared statement goes on when a migration changes the table that it reads", async () => {
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query("CREATE TABLE kept (id int, word text)");
  const read = () => queryBatch(db, "SELECT id, word FROM kept", []);
  expect(await read()).toEqual([]);
  await admin.query("ALTER TABLE kept ADD COLUMN more text; INSERT INTO kept VALUES (1, 'one', 'two'); CREATE INDEX ON kept (id)");
  expect(await read()).toEqual([{ id: 1, word: "one" }]);
  await admin.end();
});
