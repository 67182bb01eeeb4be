import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newUuid, readId, showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { listReplayItems } from "@/lib/services/replays/list-items";
import { moveReplay } from "@/lib/services/replays/move";
import { listOpenReplays, stepReplay } from "@/lib/services/replays/step";

import { replayStage } from "@/lib/testing/replay-stage";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.queueEntry.deleteMany();
  ctx = { ...(await createWorkspace(database.db)), actor: { kind: "user", id: newUuid(), name: "Ana" } };
});
const { store, answer, begin, step, read, finish, counts, tally } = replayStage(() => ctx);

test("cancel takes back what no worker has begun, and nothing more goes out", async () => {
  await createSubscription(ctx, { url: "https://crm.example.com", maxAttempts: 1, maxInFlight: 100 });
  await store(40);
  await answer(500);
  const replayId = await begin({ ratePerSec: 20 });
  await step(replayId, new Date());
  await step(replayId, new Date(Date.now() + 2_000));
  expect(await ctx.db.queueEntry.count()).toBe(12);
  expect((await answer(200, 3)).length).toBe(3);
  const { counts: after } = await moveReplay({ ctx, input: { replayId, move: "cancel" } });
  expect(after).toMatchObject({ pending: 0, cancelled: 37 });
  expect(await ctx.db.queueEntry.count()).toBe(0);
  await step(replayId, new Date(Date.now() + 10_000));
  expect(await answer(200)).toEqual([]);
  expect(await read(replayId)).toMatchObject({ status: "cancelled", deliveredCount: 3, cancelledCount: 37, queuedCount: 0 });
  expect(await tally()).toEqual({ failed: 37, delivered: 3 });
  expect(await counts()).toEqual({ failed: 37, delivered: 3 });
  await expect(moveReplay({ ctx, input: { replayId, move: "resume" } })).rejects.toMatchObject({ code: "conflict" });
});

test("a pause holds, a resume goes on, and events that were to be sent first time are still sent", async () => {
  await store(20);
  await createSubscription(ctx, { url: "https://new.example.com", maxInFlight: 100 });
  const replayId = await begin({ include: ["never"], ratePerSec: 10 });
  await step(replayId, new Date());
  await moveReplay({ ctx, input: { replayId, move: "pause" } });
  expect(await ctx.db.queueEntry.count()).toBe(0);
  await step(replayId, new Date(Date.now() + 5_000));
  expect(await ctx.db.queueEntry.count()).toBe(0);
  await moveReplay({ ctx, input: { replayId, move: "resume" } });
  expect(await finish(replayId)).toHaveLength(20);
  expect(await tally()).toEqual({ delivered: 20 });
  expect(await counts()).toEqual({ delivered: 20 });
});

test("what succeeds before its turn is skipped", async () => {
  await createSubscription(ctx, { url: "https://crm.example.com", maxInFlight: 100 });
  const events = await store(3);
  await answer(500);
  const replayId = await begin({ include: ["failed", "retrying"], ratePerSec: 1 });
  await step(replayId, new Date());
  await answer(200);
  await ctx.db.queueEntry.updateMany({ data: { dueAt: new Date() } });
  await answer(200);
  expect(await finish(replayId)).toEqual([]);
  expect(await read(replayId)).toMatchObject({ deliveredCount: 1, skippedCount: 2 });
  expect(await ctx.db.attempt.count({ where: { eventId: { in: events.map((one) => one.eventId) } } })).toBe(6);
});

test("what a paused subscription is to get waits until it is active again; others go on", async () => {
  const held = await createSubscription(ctx, { url: "https://a.example.com", maxAttempts: 1, maxInFlight: 100 });
  const other = await createSubscription(ctx, { url: "https://b.example.com", maxAttempts: 1, maxInFlight: 100 });
  await store(3);
  await answer(500);
  await ctx.db.subscription.update({ where: { id: held.id }, data: { status: "paused" } });
  const replayId = await begin({});
  for (let second = 0; second < 5; second++) {
    await step(replayId, new Date(Date.now() + second * 1_000));
    await answer(200);
  }
  expect(await read(replayId)).toMatchObject({ status: "running", deliveredCount: 3, pendingCount: 3, queuedCount: 0 });
  expect(await ctx.db.delivery.count({ where: { subscriptionId: other.id, status: "delivered" } })).toBe(3);
  await ctx.db.subscription.update({ where: { id: held.id }, data: { status: "active" } });
  await finish(replayId);
  expect(await read(replayId)).toMatchObject({ status: "done", deliveredCount: 6 });
});

test("an endpoint that is down gets one delivery of a replay at a time, and the rest when it is back", async () => {
  const { id } = await createSubscription(ctx, { url: "https://crm.example.com", maxAttempts: 1, maxInFlight: 100 });
  await store(6);
  await answer(500);
  await ctx.db.endpointState.create({ data: { subscriptionId: id, workspaceId: ctx.workspaceId, downSince: new Date(), probeAt: new Date(Date.now() + 600_000) } });
  const replayId = await begin({ ratePerSec: 100 });
  // Starting it says that the endpoint is repaired: it is tried at once.
  expect((await ctx.db.endpointState.findUniqueOrThrow({ where: { subscriptionId: id } })).probeAt!.getTime()).toBeLessThan(Date.now() + 60_000);
  await step(replayId, new Date());
  await step(replayId, new Date(Date.now() + 1_000));
  expect(await ctx.db.queueEntry.count()).toBe(1);
  expect(await finish(replayId)).toHaveLength(6);
});

test("with retries asked for, what fails goes on by the schedule, and its end is noted", async () => {
  await createSubscription(ctx, { url: "https://crm.example.com", maxAttempts: 2, maxInFlight: 100 });
  await store(1);
  await answer(500);
  await ctx.db.queueEntry.updateMany({ data: { dueAt: new Date() } });
  await answer(500);
  expect(await tally()).toEqual({ failed: 1 });
  const replayId = await begin({ retries: true });
  await finish(replayId, 500);
  expect(await read(replayId)).toMatchObject({ status: "done", retryingCount: 1 });
  await ctx.db.queueEntry.updateMany({ data: { dueAt: new Date() } });
  await answer(200);
  expect(await listOpenReplays(ctx.db, { isThorough: true })).toContain(readId("replay", replayId));
  await stepReplay({ db: ctx.db, replayId: readId("replay", replayId)!, now: new Date(), isThorough: true });
  expect(await read(replayId)).toMatchObject({ retryingCount: 0, deliveredCount: 1 });
});

test("results name each delivery, page by page, and another workspace sees none of it", async () => {
  await createSubscription(ctx, { url: "https://crm.example.com", maxAttempts: 1, maxInFlight: 100 });
  const events = await store(5);
  await answer(500);
  const replayId = await begin({});
  await finish(replayId, 401);
  const first = await listReplayItems({ ctx, input: { replayId, state: "failed", limit: 3 } });
  const second = await listReplayItems({ ctx, input: { replayId, state: "failed", limit: 3, cursor: first.next! } });
  expect([...first.data, ...second.data].map((row) => row.eventId)).toEqual(events.map((one) => showId("event", one.eventId)));
  expect(first.data[0]).toMatchObject({ deliveryId: showId("delivery", events[0]!.deliveryId!), subscription: { name: "CRM" }, responseStatus: 401, failureKind: "http_status" });
  const stranger = await createWorkspace(database.db);
  await expect(listReplayItems({ ctx: stranger, input: { replayId } })).rejects.toMatchObject({ code: "not_found" });
  await expect(moveReplay({ ctx: stranger, input: { replayId, move: "cancel" } })).rejects.toMatchObject({ code: "not_found" });
});
