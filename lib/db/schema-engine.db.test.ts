import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/testing/database";
import { applyMigrations, diffSchemas, MigrationFailedError } from "./schema-engine";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => void (database = await createTestDatabase("history")));
afterAll(() => database.close());

test("migrations that were applied are not applied again", async () => {
  expect(await applyMigrations(database.url, path.resolve("prisma/migrations"))).toEqual([]);
});

test("every model can be read, so the migration and the schema agree", async () => {
  const { db } = database;
  const models = Object.keys(db).filter((name) => !name.startsWith("$") && !name.startsWith("_") && name !== "constructor");
  const schema = await readFile("prisma/schema.prisma", "utf8");
  // A table without a key of its own is not for Prisma's client.
  expect(models).toHaveLength(schema.match(/^model /gm)!.length - (schema.match(/^ {2}@@ignore$/gm)?.length ?? 0));
  for (const model of models) {
    const rows = await (db as unknown as Record<string, { findMany(): Promise<unknown[]> }>)[model]!.findMany();
    // But for the one row that says how far the counts are rolled up.
    expect(rows, model).toHaveLength(model === "rolledUp" ? 1 : 0);
  }
});

test("a migration that fails leaves nothing behind and is tried again", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "aviso-migrations-"));
  try {
    await cp("prisma/migrations", folder, { recursive: true });
    const bad = path.join(folder, "29990101000000_bad");
    await mkdir(bad);
    await writeFile(path.join(bad, "migration.sql"), "CREATE TABLE half (x int); SELECT 1 / 0;");
    await expect(applyMigrations(database.url, folder)).rejects.toThrow(MigrationFailedError);
    const half = await database.db.$queryRaw<[{ found: string | null }]>`SELECT to_regclass('half')::text AS found`;
    expect(half[0].found).toBeNull();
    await writeFile(path.join(bad, "migration.sql"), "CREATE TABLE whole (x int);");
    expect(await applyMigrations(database.url, folder)).toEqual(["29990101000000_bad"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the difference between two schema texts is SQL", async () => {
  const schema = await readFile("prisma/schema.prisma", "utf8");
  expect(await diffSchemas(database.url, schema, schema)).not.toContain("TABLE");
  const changed = schema.replace("model WorkerHeartbeat {", "model WorkerHeartbeat {\n  note String?");
  expect(await diffSchemas(database.url, schema, changed)).toContain('ALTER TABLE "worker_heartbeats" ADD COLUMN');
});

test("an event's day has its partition, and a day is dropped whole", async () => {
  const { db } = database;
  const count = async () => Number((await db.$queryRaw<[{ n: bigint }]>`SELECT count(*) AS n FROM pg_inherits`)[0].n);
  const before = await count();
  const dropped = await db.$queryRaw<[{ n: number }]>`SELECT aviso_drop_partitions(current_date - 60) AS n`;
  expect(dropped[0].n).toBe(5);
  expect(await count()).toBeLessThan(before);
});

test("a migration behind a long read holds nobody up for long, goes on when the way is free, and gives up with nothing kept", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "aviso-migrations-"));
  const [reader, other] = await Promise.all([0, 1].map(async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    return client;
  }));
  const waits = () => database.db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'users' AND NOT l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  try {
    await cp("prisma/migrations", folder, { recursive: true });
    await mkdir(path.join(folder, "29990102000000_slow"));
    await writeFile(path.join(folder, "29990102000000_slow", "migration.sql"), "CREATE TABLE beside (x int); ALTER TABLE users ADD COLUMN late int;");
    await reader!.query("BEGIN; SELECT count(*) FROM users");
    await expect(applyMigrations(database.url, folder, { waitMs: 50, pauseMs: 1, tries: 2 })).rejects.toThrow(/29990102000000_slow failed and nothing of it was kept: .*lock timeout/);
    expect(await database.db.$queryRaw`SELECT to_regclass('beside')::text AS found`).toEqual([{ found: null }]);
    const migrating = applyMigrations(database.url, folder, { waitMs: 500, pauseMs: 200, tries: 100 });
    await expect.poll(async () => (await waits())[0]!.n, { interval: 5 }).toBe(1);
    // Comes after the migration in the queue for the table, and is answered while the long read goes on.
    await other!.query("SET statement_timeout = 5000");
    await other!.query("SELECT count(*) FROM users");
    await reader!.query("COMMIT");
    expect(await migrating).toEqual(["29990102000000_slow"]);
  } finally {
    await Promise.all([reader!.end(), other!.end()]);
    await rm(folder, { recursive: true });
  }
});
