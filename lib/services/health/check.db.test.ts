import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newUuid } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { checkHealth } from "./check";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.queueEntry.deleteMany();
  ctx = await createWorkspace(database.db);
});

const subscribe = async (status = "active") => (await createSubscription(ctx, { url: "https://crm.example.com/hook", status })).id;
const enqueue = (subscriptionId: string, overdueSec: number, trigger = "first") =>
  ctx.db.queueEntry.create({
    data: { deliveryId: newUuid(), eventId: newUuid(), subscriptionId, workspaceId: ctx.workspaceId, trigger, dueAt: new Date(Date.now() - overdueSec * 1_000) },
  });
const queue = async () => (await checkHealth({ db: ctx.db })).queue!;

test("without a worker's heartbeat the house is ill, with a fresh one it is healthy, with an old one ill again", async () => {
  const { db } = database;
  expect(await checkHealth({ db })).toMatchObject({ isHealthy: false, database: "up", queue: { depth: 0, oldestDueAgeSec: 0 } });
  const now = new Date();
  await db.workerHeartbeat.create({ data: { workerId: "w", startedAt: now, beatAt: now, inFlight: 0, version: "test" } });
  expect(await checkHealth({ db })).toMatchObject({ isHealthy: true, worker: { isAlive: true } });
  await db.workerHeartbeat.update({ where: { workerId: "w" }, data: { beatAt: new Date(now.getTime() - 60_000) } });
  expect(await checkHealth({ db })).toMatchObject({ isHealthy: false, worker: { isAlive: false } });
});

test("what is due counts, with its age; what is due later counts and is not overdue", async () => {
  const subscriptionId = await subscribe();
  await enqueue(subscriptionId, -3_600);
  expect(await queue()).toEqual({ depth: 1, oldestDueAgeSec: 0 });
  await enqueue(subscriptionId, 100);
  await enqueue(subscriptionId, 50);
  const { depth, oldestDueAgeSec } = await queue();
  expect(depth).toBe(3);
  expect(oldestDueAgeSec).toBeGreaterThanOrEqual(100);
  expect(oldestDueAgeSec).toBeLessThan(110);
});

test("what is held counts not at all, whoever holds it: Aviso is well while a receiver is down for days", async () => {
  const [down, up] = [await subscribe(), await subscribe()];
  const held = [await subscribe("paused"), await subscribe("disabled"), down];
  await ctx.db.endpointState.create({ data: { subscriptionId: down, workspaceId: ctx.workspaceId, downSince: new Date(0) } });
  await ctx.db.endpointState.create({ data: { subscriptionId: up, workspaceId: ctx.workspaceId } });
  for (const subscriptionId of held) await enqueue(subscriptionId, 3 * 86_400, "retry");
  expect(await queue()).toEqual({ depth: 0, oldestDueAgeSec: 0 });
  await enqueue(up, 0);
  expect((await queue()).depth).toBe(1);
  // What a person asked for goes out all the same.
  for (const subscriptionId of held) await enqueue(subscriptionId, 10, "resend");
  expect((await queue()).depth).toBe(4);
});
