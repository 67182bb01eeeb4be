import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AppError } from "@/lib/domain/errors";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { newUuid } from "@/lib/domain/ids";
import { ingestEvents } from "./ingest";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await createWorkspace(database.db);
});
afterAll(() => database.close());

const PADDING = "x".repeat(250_000);
const send = (n: number, padding = PADDING, from = ctx) =>
  ingestEvents({ ctx: from, input: { body: Buffer.from(JSON.stringify({ event: "X", id: `e${n}`, data: { padding } })) } }).then(({ results }) => results[0]!.outcome, (error: AppError) => error.code);
const stored = () => ctx.db.event.count({ where: { workspaceId: ctx.workspaceId } });

/** Takes a lock that every commit of events waits for. @returns what gives it back */
async function blockEvents(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE");
  return async () => {
    await client.query("ROLLBACK");
    await client.end();
  };
}

test("while the database is blocked, what waits is bounded and the rest is told to come again; what was accepted is stored, once and no more", async () => {
  const unblock = await blockEvents();
  const answers = Array.from({ length: 400 }, (_, n) => send(n));
  let refusedEarly = 0;
  for (const answer of answers) void answer.then((outcome) => void (outcome === "unavailable" && refusedEarly++));
  // 400 of 250 kB are 100 MB; 24 of them may wait, and the others hear so at once.
  await expect.poll(() => refusedEarly).toBe(400 - Math.floor((24 * 1024 * 1024) / (250_000 + '{"padding":""}'.length + 1_000)));
  // There is room for others still.
  const neighbour = await createWorkspace(database.db);
  const neighbours = Array.from({ length: 20 }, (_, n) => send(n, PADDING, neighbour));
  expect(process.memoryUsage().rss).toBeLessThan(1_000_000_000);
  await unblock();
  expect(new Set(await Promise.all(neighbours))).toEqual(new Set(["accepted"]));
  const outcomes = await Promise.all(answers);
  expect(new Set(outcomes)).toEqual(new Set(["accepted", "unavailable"]));
  expect(await stored()).toBe(outcomes.filter((one) => one === "accepted").length);
  // The room is free again.
  expect(await send(1_000)).toBe("accepted");
});

test("nobody waits longer than ten seconds for a commit to begin", async () => {
  const before = await stored();
  const unblock = await blockEvents();
  const begun = [send(2_001, "")];
  await expect.poll(async () => (await database.db.$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`)[0]!.n).toBe(1n);
  const startedAt = performance.now();
  expect(await send(2_003, "")).toBe("unavailable");
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  await unblock();
  expect(await Promise.all(begun)).toEqual(["accepted"]);
  expect(await stored()).toBe(before + 1);
});

test("many requests with the same ids at once store each once, without a deadlock", async () => {
  const outcomes = await Promise.all(Array.from({ length: 300 }, (_, n) => send(3_000 + (n * 7) % 30, "")));
  expect(outcomes.filter((one) => one === "accepted")).toHaveLength(30);
  expect(outcomes.filter((one) => one === "duplicate")).toHaveLength(270);
});

test("events that bring many rows are committed in parts", async () => {
  const many = await createWorkspace(database.db);
  await database.db.subscription.createMany({ data: Array.from({ length: 250 }, (_, n) => ({ id: newUuid(), workspaceId: many.workspaceId, name: `S${n}`, url: "https://example.com", status: "active", eventTypes: [] })) });
  const batch = (count: number) => ingestEvents({ ctx: many, input: { body: Buffer.from(JSON.stringify(Array.from({ length: count }, (_, n) => ({ event: "X", id: `m${n}`, data: {} })))) } });
  const commits = () => database.db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM events WHERE workspace_id = ${many.workspaceId}::uuid GROUP BY xmin::text ORDER BY 1 DESC`;
  expect((await batch(100)).results.map((one) => one.outcome)).toEqual(Array.from({ length: 100 }, () => "accepted"));
  // Each has 250 verdicts and its own row: 79 of them make 20,000.
  expect((await commits()).map((one) => one.count)).toEqual([79, 21]);
  expect((await batch(100)).results.map((one) => one.outcome)).toEqual(Array.from({ length: 100 }, () => "duplicate"));
});
