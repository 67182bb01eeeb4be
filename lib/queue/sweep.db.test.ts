import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase } from "@/lib/testing/database";
import { sweepQueue } from "./sweep";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());

test("many dead rows of the queue are cleared away while workers work, and few are left to autovacuum", async () => {
  const { db } = database;
  const dead = async () => (await db.$queryRaw<[{ dead: number }]>`SELECT n_dead_tup::int AS dead FROM pg_stat_user_tables WHERE relname = 'queue'`)[0].dead;
  const leave = async (count: number) => {
    await db.$executeRaw`INSERT INTO queue (delivery_id, event_id, subscription_id, workspace_id, trigger, due_at)
      SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'first', now() FROM generate_series(1, ${count}::int)`;
    await db.$executeRaw`DELETE FROM queue`;
  };
  // Or it might be there first.
  await db.$executeRaw`ALTER TABLE queue SET (autovacuum_enabled = false)`;
  // Another worker's claim is under way, as it always is.
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE queue IN ROW EXCLUSIVE MODE`;
    await leave(100);
    await vi.waitFor(async () => expect(await dead()).toBeGreaterThan(0), { timeout: 10_000 });
    await sweepQueue(db);
    expect(await dead()).toBeGreaterThan(0);
  });
  await leave(6_000);
  await vi.waitFor(async () => expect(await dead()).toBeGreaterThan(5_000), { timeout: 10_000 });
  await sweepQueue(db);
  await vi.waitFor(async () => expect(await dead()).toBe(0), { timeout: 10_000 });
});
