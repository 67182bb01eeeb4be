import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newUuid, readId, showId, uuidTime } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { planReplay } from "@/lib/services/replays/plan";
import { stepReplay } from "@/lib/services/replays/step";

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

test("a plan says how many, to whom, when and how long, and sends nothing", async () => {
  const crm = await createSubscription(ctx, { url: "https://crm.example.com", maxAttempts: 1 });
  await store(30);
  await answer(500);
  await answer(500);
  await answer(500);
  const plan = await planReplay({ ctx, input: { include: ["failed"], ratePerSec: 10 } });
  expect(plan).toMatchObject({ status: "planned", planned: 30, durationMs: 3_000, targets: [{ subscription: { id: showId("subscription", crm.id), name: "CRM" }, count: 30 }] });
  expect(plan.to.getTime()).toBeLessThanOrEqual(Date.now());
  expect(await step(plan.id, new Date())).toBe("idle");
  expect(await ctx.db.queueEntry.count()).toBe(0);
  expect(await tally()).toEqual({ failed: 30 });
});

test("what failed is sent again once each, marked with who asked; what had succeeded is left alone", async () => {
  await createSubscription(ctx, { url: "https://crm.example.com", maxAttempts: 1, maxInFlight: 100 });
  const good = await store(3);
  await answer(200);
  const bad = await store(5, { daysAgo: 2 });
  await answer(500);
  const replayId = await begin({});
  expect((await finish(replayId)).sort()).toEqual(bad.map((one) => one.eventId).sort());
  expect(await read(replayId)).toMatchObject({ status: "done", deliveredCount: 5, pendingCount: 0, queuedCount: 0, endedAt: expect.any(Date) });
  expect(await tally()).toEqual({ delivered: 8 });
  expect(await counts()).toEqual({ delivered: 8 });
  const attempts = await ctx.db.attempt.findMany({ where: { workspaceId: ctx.workspaceId, trigger: "replay" } });
  expect(attempts).toHaveLength(5);
  expect(new Set(attempts.map((attempt) => attempt.requestedBy))).toEqual(new Set(["Ana"]));
  expect(await ctx.db.attempt.count({ where: { deliveryId: good[0]!.deliveryId! } })).toBe(1);
});

test("events that never went to a subscription get a delivery of their own day, with a verdict, and the charts agree", async () => {
  const events = await store(4, { daysAgo: 40 });
  await store(1, { daysAgo: 40, isTest: true });
  const late = await createSubscription(ctx, { url: "https://new.example.com" });
  const replayId = await begin({ subscriptionIds: [showId("subscription", late.id)], include: ["never"] });
  await finish(replayId);
  const deliveries = await ctx.db.delivery.findMany({ where: { workspaceId: ctx.workspaceId }, orderBy: { eventId: "asc" } });
  expect(deliveries.map((delivery) => [delivery.eventId, delivery.status])).toEqual(events.map((event) => [event.eventId, "delivered"]));
  for (const delivery of deliveries) expect(uuidTime(delivery.id)).toEqual(uuidTime(delivery.eventId));
  expect(await counts()).toEqual({ delivered: 4 });
  expect(await ctx.db.verdict.findMany({ where: { workspaceId: ctx.workspaceId, subscriptionId: late.id } })).toEqual(events.map(({ eventId }) => expect.objectContaining({ eventId, verdict: "replayed", detail: expect.objectContaining({ by: "Ana" }) })));
});

test("an event that a subscription does not select is not sent to it", async () => {
  await store(2);
  const picky = await createSubscription(ctx, { url: "https://picky.example.com" });
  await ctx.db.subscription.update({ where: { id: picky.id }, data: { allEventTypes: false, eventTypes: ["SWITCH_PLAN"] } });
  expect(await planReplay({ ctx, input: { include: ["never"] } })).toMatchObject({ planned: 0, targets: [] });
});

test("an event that a subscription's filter keeps out is neither planned nor sent", async () => {
  const kept = await store(2, { data: '{"purchase":{"price":{"value":300}}}' });
  await store(3, { data: '{"purchase":{"price":{"value":30}}}', daysAgo: 2 });
  const { id } = await createSubscription(ctx, { url: "https://picky.example.com", maxInFlight: 100 });
  await ctx.db.subscription.update({ where: { id }, data: { filter: { match: "all", clauses: [{ path: "purchase.price.value", operator: "greater", value: "100" }] } } });
  expect(await planReplay({ ctx, input: { include: ["never"] } })).toMatchObject({ planned: 2, targets: [{ count: 2, isEstimate: false }] });
  const replayId = await begin({ include: ["never"] });
  expect((await finish(replayId)).sort()).toEqual(kept.map((one) => one.eventId).sort());
  expect(await read(replayId)).toMatchObject({ status: "done", deliveredCount: 2, skippedCount: 0 });
});

test("no more go out than the rate allows, also with two runners", async () => {
  await createSubscription(ctx, { url: "https://crm.example.com", maxAttempts: 1, maxInFlight: 100 });
  await store(100);
  await answer(500);
  const replayId = await begin({ ratePerSec: 5 });
  const start = Date.now();
  let sent = 0;
  for (let ms = 0; ms <= 4_000; ms += 100) {
    await Promise.all([step(replayId, new Date(start + ms)), step(replayId, new Date(start + ms))]);
    sent += (await answer(200)).length;
    expect(sent).toBeLessThanOrEqual(1 + Math.floor((ms * 5) / 1_000));
  }
  expect(sent).toBe(21);
});

test("with order kept, the next of a product waits for the answer to the one before", async () => {
  await createSubscription(ctx, { url: "https://crm.example.com", maxAttempts: 1, maxInFlight: 100 });
  const [a, b] = [newUuid(), newUuid()];
  await ctx.db.product.createMany({ data: [a, b].map((id) => ({ id, workspaceId: ctx.workspaceId, name: id })) });
  const ofA = await store(4, { productId: a });
  const ofB = await store(2, { productId: b, daysAgo: 2 });
  await answer(500);
  const replayId = await begin({ keepOrder: true, ratePerSec: 100 });
  const start = Date.now();
  const claimed: string[][] = [];
  for (let turn = 0; turn < 4; turn++) {
    // Two steps with no answer between them send nothing more.
    await step(replayId, new Date(start + turn * 2_000));
    await step(replayId, new Date(start + turn * 2_000 + 1_000));
    claimed.push((await answer(turn === 1 ? 500 : 200)).sort());
  }
  expect(claimed).toEqual([[ofA[0], ofB[0]], [ofA[1], ofB[1]], [ofA[2]], [ofA[3]]].map((turn) => turn.map((one) => one!.eventId).sort()));
});

test("a replay that stopped half-way goes on where it was, and sends nothing twice", async () => {
  await createSubscription(ctx, { url: "https://crm.example.com", maxAttempts: 1, maxInFlight: 100 });
  const events = await store(1_200);
  for (let turn = 0; turn < 12; turn++) await answer(500);
  const replayId = await begin({ ratePerSec: 500 });
  await step(replayId, new Date());
  const first = await answer(200);
  expect(first.length).toBeGreaterThan(0);
  // A step that fails after it has sent has not happened.
  await expect(ctx.db.$transaction(async (tx) => {
    await stepReplay({ db: { $transaction: (work: (inner: typeof tx) => Promise<unknown>) => work(tx) } as unknown as typeof ctx.db, replayId: readId("replay", replayId)!, now: new Date(Date.now() + 5_000) });
    throw new Error("the machine was switched off");
  })).rejects.toThrow("switched off");
  expect(await ctx.db.queueEntry.count()).toBe(0);
  const rest = await finish(replayId);
  expect([...first, ...rest].sort()).toEqual(events.map((one) => one.eventId).sort());
  expect(await read(replayId)).toMatchObject({ deliveredCount: 1_200, skippedCount: 0 });
}, 60_000);

test("of two runners at the same moment, one steps", async () => {
  await createSubscription(ctx, { url: "https://crm.example.com", maxAttempts: 1 });
  await store(3);
  await answer(500);
  const replayId = await begin({});
  const outcomes = await ctx.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id::text FROM replays WHERE id = ${readId("replay", replayId)!}::uuid FOR UPDATE`;
    return step(replayId, new Date());
  });
  expect(outcomes).toBe("busy");
});
