import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/testing/database";
import { countsWithin, rollUp } from "./counts";

const NOW = new Date("2026-11-20T15:30:00Z");
const DAY = 86_400_000;
const WORKSPACE = "01a00000-0000-7000-8000-000000000001";
const NOBODY = "00000000-0000-0000-0000-000000000000";
let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.$executeRaw`TRUNCATE hourly_counts, daily_counts, late_counts`;
  await database.db.$executeRaw`UPDATE rolled_up SET until = '1970-01-01T00:00:00Z'`;
});

const CHANGE = `
  INSERT INTO hourly_counts (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome, count) VALUES ($1, $2, $3, $3, 'A', false, $4, $5)
  ON CONFLICT (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome) DO UPDATE SET count = hourly_counts.count + excluded.count`;
const change = (daysAgo: number, hour: number, outcome: string, count: number): [string, unknown[]] =>
  [CHANGE, [WORKSPACE, new Date(Math.floor(NOW.getTime() / DAY) * DAY - daysAgo * DAY + hour * 3_600_000), NOBODY, outcome, count]];

async function write(...changes: ReturnType<typeof change>[]): Promise<void> {
  const client = await open();
  for (const [sql, values] of changes) await client.query(sql, values);
  await client.end();
}

async function open(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return client;
}

/** Each day's sums by the roll-ups of hours, and by what readers of whole days read. */
async function sums(): Promise<{ hours: unknown[]; read: unknown[] }> {
  const sum = (table: string, at: string) => database.db.$queryRawUnsafe<unknown[]>(
    `SELECT date_trunc('day', ${at}, 'UTC') AS day, outcome, sum(count)::int AS n FROM ${table} WHERE workspace_id = $1::uuid GROUP BY 1, 2 HAVING sum(count) <> 0 ORDER BY 1, 2`, WORKSPACE);
  return { hours: await sum("hourly_counts", "hour"), read: await sum("counts", "at") };
}
async function expectSame(): Promise<void> {
  const { hours, read } = await sums();
  expect(hours.length).toBeGreaterThan(0);
  expect(read).toEqual(hours);
}

test("days that are rolled up have the sums of their hours, whatever changes there later, before and after it is added to them", async () => {
  await write(...[0, 1, 2, 3, 30].flatMap((daysAgo) => [change(daysAgo, 1, "received", 5), change(daysAgo, 13, "received", 7), change(daysAgo, 13, "waiting", 3)]));
  await expectSame();
  await rollUp(database.db, NOW);
  await expectSame();
  expect(await database.db.dailyCount.count()).toBe(4);
  await write(change(3, 13, "waiting", -3), change(3, 13, "delivered", 3), change(30, 20, "failed", 1), change(0, 2, "received", 1));
  expect(await database.db.lateCount.count()).toBeGreaterThan(0);
  await expectSame();
  await rollUp(database.db, NOW);
  expect(await database.db.lateCount.count()).toBe(0);
  await expectSame();
  await database.db.$executeRaw`DELETE FROM hourly_counts WHERE outcome = 'waiting' AND count <= 0`;
  await expectSame();
  await rollUp(database.db, new Date(NOW.getTime() + DAY));
  await expectSame();
});

test("who was writing when a day is rolled up is in its sum, and who comes meanwhile is added later", async () => {
  await write(change(5, 1, "received", 5));
  const [writer, roller, late] = await Promise.all([open(), open(), open()]);
  await writer.query("BEGIN");
  await writer.query(...change(5, 1, "received", 2));
  await roller.query("BEGIN");
  const rolled = roller.query("SELECT aviso_roll_up($1)", [new Date("2026-11-18T00:00:00Z")]);
  const waits = async () => (await database.db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE d.datname = current_database() AND NOT granted`)[0]!.n;
  await expect.poll(waits).toBe(1);
  await writer.query("COMMIT");
  await rolled;
  const told = late.query(...change(5, 1, "received", 40));
  await expect.poll(waits).toBe(1);
  await roller.query("COMMIT");
  await told;
  await expectSame();
  expect((await database.db.dailyCount.findMany({ where: { workspaceId: WORKSPACE } })).map(({ count }) => Number(count))).toEqual([7]);
  expect(await database.db.lateCount.count()).toBeGreaterThan(0);
  await Promise.all([writer, roller, late].map((client) => client.end()));
});

test("whole days are read by the day, parts of days by the hour", () => {
  const [first, start] = [new Date("2026-10-01T00:00:00Z"), new Date("2026-10-01T00:00:01Z")];
  const name = (from: Date, to: Date) => countsWithin(from, to, NOW).table.sql;
  expect(name(first, NOW)).toBe("counts");
  expect(name(first, new Date("2026-11-01T00:00:00Z"))).toBe("counts");
  expect(name(start, NOW)).toBe("hourly_counts");
  expect(name(first, new Date("2026-11-19T23:00:00Z"))).toBe("hourly_counts");
});

test("many days to catch up with are rolled up each by itself: what breaks one off keeps those before it", async () => {
  await write(...[3, 4, 5, 6, 70].flatMap((daysAgo) => [change(daysAgo, 1, "received", 5), change(daysAgo, 13, "received", 7)]));
  const day = new Date(NOW.getTime() - 4 * DAY).toISOString().slice(0, 10);
  await database.db.$executeRawUnsafe(`ALTER TABLE daily_counts ADD CONSTRAINT breaks_off CHECK (day <> '${day}T00:00:00Z')`);
  await expect(rollUp(database.db, NOW)).rejects.toThrow();
  expect(await database.db.dailyCount.count()).toBe(3);
  await expectSame();
  await database.db.$executeRaw`ALTER TABLE daily_counts DROP CONSTRAINT breaks_off`;
  await rollUp(database.db, NOW);
  expect(await database.db.dailyCount.count()).toBe(5);
  await expectSame();
});
