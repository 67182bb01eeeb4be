import { once } from "node:events";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { newUuid } from "@/lib/domain/ids";
import { createTestDatabase } from "@/lib/testing/database";
import { createDb, type Db, poolOf } from "./client";
import { databaseFailure } from "./failure";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

const failureOf = (work: Promise<unknown>) => work.then(() => "none", (error: unknown) => databaseFailure(error));
/** The ways in which Aviso asks. */
const WAYS: Record<string, (db: Db, sql: string) => Promise<unknown>> = {
  "a raw statement": (db, sql) => db.$executeRawUnsafe(sql),
  "a transaction": (db, sql) => db.$transaction((tx) => tx.$executeRawUnsafe(sql)),
  "the pool": (db, sql) => poolOf(db).query(sql),
};
const raise = (code: string) => `DO $$ BEGIN RAISE EXCEPTION 'told' USING ERRCODE = '${code}'; END $$`;

describe.each(Object.entries(WAYS))("by way of %s", (_way, run) => {
  test("what Postgres refuses is known by its code", async () => {
    for (const code of ["08006", "25006", "53100", "53300", "55P03", "57014", "57P01", "57P03", "58030"]) expect(await failureOf(run(database.db, raise(code))), code).toBe("away");
    for (const code of ["40001", "40P01"]) expect(await failureOf(run(database.db, raise(code))), code).toBe("conflict");
    for (const code of ["22021", "22P05"]) expect(await failureOf(run(database.db, raise(code))), code).toBe("unstorable_text");
    for (const code of ["22012", "42P01", "23505"]) expect(await failureOf(run(database.db, raise(code))), code).toBe("other");
  });

  test("a database that refuses, cuts off or says nothing is away", async () => {
    const at = (port: number) => Object.assign(new URL(database.url), { port: String(port) }).href;
    const refusing = createDb(at(1));
    expect(await failureOf(run(refusing, "SELECT 1"))).toBe("away");
    const cutting = createServer((socket) => socket.once("data", () => socket.destroy())).listen(0, "127.0.0.1");
    await once(cutting, "listening");
    const cut = createDb(at((cutting.address() as { port: number }).port));
    expect(await failureOf(run(cut, "SELECT 1"))).toBe("away");
    const db = createDb(database.url);
    expect(await failureOf(run(db, "SELECT pg_terminate_backend(pg_backend_pid())"))).toBe("away");
    const hurried = createDb(database.url, { mostQueryMs: 50 });
    expect(await failureOf(run(hurried, "SELECT pg_sleep(2)"))).toBe("away");
    await Promise.all([refusing, cut, db, hurried].map((one) => one.$disconnect()));
    cutting.close();
  });

  test("names of failures in what somebody sent are no failures of the database", async () => {
    for (const text of ["ECONNREFUSED", "57014", "Connection terminated", "read-only transaction", "deadlock detected", "no partition of relation", "invalid byte sequence for encoding"]) {
      expect(await failureOf(run(database.db, `SELECT '${text} 57014'::int`)), text).toBe("other");
    }
  });
});

test("by way of a model, too, each is known: no connection, no partition, no text", async () => {
  const { db } = database;
  const refusing = createDb(Object.assign(new URL(database.url), { port: "1" }).href);
  expect(await failureOf(refusing.workspace.count())).toBe("away");
  await refusing.$disconnect();
  expect(await failureOf(db.workspace.create({ data: { id: newUuid(), name: "half \u0000" } }))).toBe("unstorable_text");
  const at = new Date("2001-01-01");
  const data = { id: newUuid(at), workspaceId: newUuid(), eventType: "A", externalId: "1", occurredAt: at, receivedAt: at, body: "{}", bodyBytes: 2, isTest: false, source: "api" };
  expect(await failureOf(db.event.create({ data }))).toBe("missing_partition");
  const insert = `INSERT INTO events SELECT (json_populate_record(NULL::events, '{"id": "${data.id}"}')).*`;
  for (const [way, run] of Object.entries(WAYS)) expect(await failureOf(run(db, insert)), way).toBe("missing_partition");
});

test("errors that are not the database's are none of its failures, whatever they say", async () => {
  expect(databaseFailure(new Error("connect ECONNREFUSED 192.0.2.1:443"))).toBe("other");
  expect(databaseFailure(z.string().max(1, "ECONNREFUSED 57014 deadlock detected").safeParse("ab").error)).toBe("other");
  expect(databaseFailure(new TypeError("fetch failed", { cause: Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" }) }))).toBe("other");
  expect(databaseFailure(await fetch("http://127.0.0.1:1/").catch((error: unknown) => error))).toBe("other");
  expect(databaseFailure("ECONNREFUSED")).toBe("other");
});
