import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
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
  expect(models).toHaveLength(schema.match(/^model /gm)!.length);
  for (const model of models) {
    const rows = await (db as unknown as Record<string, { findMany(): Promise<unknown[]> }>)[model]!.findMany();
    expect(rows, model).toEqual([]);
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
