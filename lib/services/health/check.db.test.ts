import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { sendEvents } from "@/lib/testing/send-events";
import { checkHealth } from "./check";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());

test("without a worker's heartbeat the house is ill, with a fresh one it is healthy, with an old one ill again", async () => {
  const { db } = database;
  expect(await checkHealth({ db })).toMatchObject({ isHealthy: false, database: "up", queue: { depth: 0, oldestDueAgeSec: 0 } });
  const now = new Date();
  await db.workerHeartbeat.create({ data: { workerId: "w", startedAt: now, beatAt: now, inFlight: 0, version: "test" } });
  expect(await checkHealth({ db })).toMatchObject({ isHealthy: true, worker: { isAlive: true } });
  await db.workerHeartbeat.update({ where: { workerId: "w" }, data: { beatAt: new Date(now.getTime() - 60_000) } });
  expect(await checkHealth({ db })).toMatchObject({ isHealthy: false, worker: { isAlive: false } });
});

test("what is held is no backlog: neither for a paused subscription nor for an endpoint that is down", async () => {
  const ctx = await createWorkspace(database.db);
  const { id } = await createSubscription(ctx, { url: "https://crm.example.com" });
  await sendEvents(ctx, 2);
  await ctx.db.queueEntry.updateMany({ data: { dueAt: new Date(Date.now() - 3_600_000) } });
  expect((await checkHealth(ctx)).queue).toMatchObject({ depth: 2, oldestDueAgeSec: 3_600 });
  await ctx.db.endpointState.create({ data: { subscriptionId: id, workspaceId: ctx.workspaceId, downSince: new Date() } });
  expect((await checkHealth(ctx)).queue).toEqual({ depth: 0, oldestDueAgeSec: 0 });
  await ctx.db.endpointState.update({ where: { subscriptionId: id }, data: { downSince: null } });
  await ctx.db.subscription.update({ where: { id }, data: { status: "paused" } });
  expect((await checkHealth(ctx)).queue).toEqual({ depth: 0, oldestDueAgeSec: 0 });
});
