import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/testing/database";
import { seedDemo } from "./seed";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let credentials: Awaited<ReturnType<typeof seedDemo>>;
beforeAll(async () => {
  database = await createTestDatabase();
  credentials = await seedDemo({ db: database.db, secretKey: randomBytes(32), origin: "http://localhost:3000" });
});
afterAll(() => database.close());

test("the demo holds 60 days of about 6,000 events, its charts agree with its deliveries, and only what is new or held is queued", async () => {
  const { db } = database;
  expect(credentials.password.length).toBeGreaterThanOrEqual(16);
  expect(await db.event.count()).toBeGreaterThan(5_000);
  expect(await db.subscription.count()).toBe(4);
  const counts = await db.$queryRaw<{ outcome: string; n: number }[]>`SELECT outcome, sum(count)::int AS n FROM hourly_counts GROUP BY 1`;
  const byOutcome = Object.fromEntries(counts.map((row) => [row.outcome, row.n]));
  expect(byOutcome.received).toBe(await db.event.count());
  for (const status of ["waiting", "delivered", "failed"]) {
    expect(byOutcome[status] ?? 0, status).toBe(await db.delivery.count({ where: { status } }));
    expect(await db.delivery.count({ where: { status } }), status).toBeGreaterThan(0);
  }
  expect(await db.queueEntry.count()).toBe(await db.delivery.count({ where: { status: "waiting" } }));
  // The first event that a person sees must be green: all of it goes to the receiver that never fails.
  const due = await db.$queryRaw<{ name: string; behaviour: object }[]>`SELECT s.name, r.behaviour FROM queue q JOIN subscriptions s ON s.id = q.subscription_id JOIN receivers r ON s.url LIKE '%/r/' || r.token WHERE s.status = 'active'`;
  expect(due.map((row) => row.name)).toContain("CRM");
  for (const { behaviour } of due) expect(behaviour).toEqual({ mode: "answer", status: 200, delayMs: 0 });
  const newest = await db.event.findFirstOrThrow({ orderBy: { id: "desc" } });
  expect(await db.delivery.count({ where: { eventId: newest.id } })).toBe(due.length);
  const oldest = await db.event.findFirst({ orderBy: { id: "asc" } });
  expect(oldest!.receivedAt.getTime()).toBeGreaterThan(Date.now() - 61 * 86_400_000);
});

test("what the demo's subscriptions went through stands in their history and in the audit log, as if done by hand", async () => {
  const { db } = database;
  const changes = await db.subscriptionChange.findMany({ orderBy: { at: "asc" }, include: { subscription: { select: { name: true, statusChangedAt: true } } } });
  expect(changes.map(({ kind, by }) => `${kind} by ${by}`)).toEqual([...Array.from({ length: 4 }, () => "created by Ana"), "paused by Ana"]);
  expect(changes.at(-1)).toMatchObject({ subscription: { name: "Spreadsheet", statusChangedAt: changes.at(-1)!.at } });
  const actions = (await db.auditEntry.groupBy({ by: ["action"], _count: true })).map(({ action, _count }) => [action, _count]);
  expect(Object.fromEntries(actions)).toMatchObject({ "workspace.created": 1, "product.created": 3, "receiver.created": 2, "subscription.created": 4, "subscription.statusChanged": 1 });
});
