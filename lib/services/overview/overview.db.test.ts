import { afterAll, beforeAll, expect, test } from "vitest";
import { readId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { ingestEvents } from "@/lib/services/events/ingest";
import { ensureReceiver } from "@/lib/services/receivers/ensure";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { readFirstSteps } from "./read-steps";
import { readWorkerBeat } from "./read-worker-beat";
import { sendFirstTest } from "./send-first-test";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

/** What the worker leaves behind, without sending. */
async function settle(ctx: Ctx, eventId: string, values: { status: string }) {
  const id = readId("event", eventId)!;
  await ctx.db.delivery.updateMany({ where: { eventId: id }, data: { ...values, lastAttemptAt: ctx.now(), attemptCount: 1 } });
  await ctx.db.hourlyCount.updateMany({ where: { workspaceId: ctx.workspaceId, outcome: "waiting" }, data: { outcome: values.status } });
}
const post = async (ctx: Ctx) => {
  const { results } = await ingestEvents({ ctx, input: { body: Buffer.from('{"event":"PURCHASE_APPROVED","data":{"product":{"id":1,"name":"Course"}}}') } });
  return (results[0] as { id: string }).id;
};

test("the three steps are done one by one: an address, a subscription, a test that was delivered", async () => {
  const ctx = await createWorkspace(database.db);
  expect(await readFirstSteps({ ctx })).toEqual({ hasAddress: false, hasSubscription: false, hasDelivered: false, receiverUrl: null, subscription: null, lastTest: null });
  await expect(sendFirstTest({ ctx })).rejects.toMatchObject({ code: "conflict" });
  const { url } = await ensureReceiver({ ctx });
  expect(await readFirstSteps({ ctx })).toMatchObject({ hasAddress: true, hasSubscription: false, receiverUrl: url });
  await createSubscription(ctx, { url });
  const { eventId } = await sendFirstTest({ ctx });
  expect(await readFirstSteps({ ctx })).toMatchObject({ hasSubscription: true, hasDelivered: false, lastTest: { eventId, status: "waiting" } });
  await settle(ctx, eventId, { status: "delivered" });
  expect(await readFirstSteps({ ctx })).toMatchObject({ hasDelivered: true, lastTest: { eventId, status: "delivered" } });
});

test("a demo's history does not count as a test, a workspace's own deliveries do", async () => {
  const ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: "https://crm.example.com/hook" });
  await settle(ctx, await post(ctx), { status: "delivered" });
  expect((await readFirstSteps({ ctx })).hasDelivered).toBe(true);
  await ctx.db.workspace.update({ where: { id: ctx.workspaceId }, data: { isDemo: true } });
  expect((await readFirstSteps({ ctx })).hasDelivered).toBe(false);
});

test("a worker is silent when none has beaten for 30 seconds", async () => {
  const ctx = await createWorkspace(database.db);
  expect(await readWorkerBeat({ ctx })).toEqual({ isAlive: false, lastBeatAt: null });
  const beatAt = new Date(Date.now() - 25_000);
  await ctx.db.workerHeartbeat.create({ data: { workerId: "w", startedAt: beatAt, beatAt, inFlight: 0, version: "1" } });
  expect((await readWorkerBeat({ ctx })).isAlive).toBe(true);
  expect((await readWorkerBeat({ ctx: { ...ctx, now: () => new Date(beatAt.getTime() + 31_000) } })).isAlive).toBe(false);
});
