import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Attempted } from "@/lib/delivery/attempt";
import { loadJobs } from "@/lib/delivery/load";
import { recordAttempts } from "@/lib/delivery/record";
import { buildEnvelope } from "@/lib/domain/envelope";
import { newUuid, readId, showId, uuidTime } from "@/lib/domain/ids";
import { claimDue } from "@/lib/queue/claim";
import type { Ctx } from "@/lib/services/context";
import { storeEvents } from "@/lib/services/events/store-events";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { listReplayItems } from "@/lib/services/replays/list-items";
import { moveReplay } from "@/lib/services/replays/move";
import { planReplay, type PlanReplayInput } from "@/lib/services/replays/plan";
import { listOpenReplays, stepReplay } from "@/lib/services/replays/step";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.queueEntry.deleteMany();
  ctx = { ...(await createWorkspace(database.db)), actor: { kind: "user", id: newUuid(), name: "Ana" } };
});

const DAY_MS = 86_400_000;
/** Events of a few days ago, a second apart. */
async function store(count: number, values: { productId?: string; isTest?: boolean; daysAgo?: number; data?: string } = {}): Promise<{ eventId: string; deliveryId: string | undefined }[]> {
  const start = Date.now() - (values.daysAgo ?? 3) * DAY_MS;
  const stored = await storeEvents({
    ctx,
    events: Array.from({ length: count }, (_, index) => {
      const at = new Date(start + index * 1_000);
      const externalId = randomUUID();
      return {
        eventType: "PURCHASE_APPROVED", productId: values.productId ?? null, externalId, occurredAt: at, receivedAt: at, isTest: values.isTest ?? false,
        body: buildEnvelope({ externalId, occurredAt: at, eventType: "PURCHASE_APPROVED", data: values.data ?? "{}" }), source: "api" as const, idempotencyKeys: [],
      };
    }),
  });
  return stored.map(({ eventId, deliveryIds }) => ({ eventId, deliveryId: deliveryIds[0] }));
}

/** Answers all that is due now, as the worker would. @returns the events, in the order in which they were claimed */
async function answer(status: number, limit = 1_000): Promise<string[]> {
  const claims = await claimDue(ctx.db, { workerId: "w", limit });
  const { jobs } = await loadJobs(ctx.db, ctx.secretKey, claims, new Date());
  const isOk = status < 300;
  await recordAttempts(ctx.db, "w", jobs.map((job): Attempted => ({
    job, requestHeaders: [], requestBody: null,
    result: { startedAt: new Date(), durationMs: 1, dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, downloadMs: null, remoteAddress: null, proxy: null, responseStatus: status, responseHeaders: [], responseBody: "", responseEncoding: "utf8", responseBytes: 0, responseTruncated: false, failureKind: isOk ? null : "http_status", failureDetail: null },
    decision: isOk ? { next: "delivered" } : job.claim.scheduleStep + 1 >= job.maxAttempts ? { next: "failed", disable: null } : { next: "retry", at: new Date(Date.now() + 3_600_000) },
  })));
  // The endpoint counts as up, whatever it answered: what the breaker holds has its own tests.
  await ctx.db.endpointState.deleteMany();
  return claims.map((claim) => claim.eventId);
}

async function begin(input: PlanReplayInput): Promise<string> {
  const plan = await planReplay({ ctx, input });
  await moveReplay({ ctx, input: { replayId: plan.id, move: "start" } });
  return plan.id;
}
const step = (replayId: string, now: Date) => stepReplay({ db: ctx.db, replayId: readId("replay", replayId)!, now });
const read = (replayId: string) => ctx.db.replay.findUniqueOrThrow({ where: { id: readId("replay", replayId)! } });
/** Steps and answers until the replay is done. @returns the events in the order in which they went out */
async function finish(replayId: string, status = 200): Promise<string[]> {
  const order: string[] = [];
  for (let at = Date.now(), turns = 0; (await read(replayId)).status === "running"; at += 1_000, turns++) {
    if (turns > 200) throw new Error("the replay does not end");
    await step(replayId, new Date(at));
    order.push(...(await answer(status)));
  }
  return order;
}
async function counts(): Promise<Record<string, number>> {
  const rows = await ctx.db.hourlyCount.groupBy({ by: ["outcome"], where: { workspaceId: ctx.workspaceId, outcome: { not: "received" } }, _sum: { count: true } });
  return Object.fromEntries(rows.map((row) => [row.outcome, Number(row._sum.count)]).filter(([, count]) => count !== 0));
}
async function tally(): Promise<Record<string, number>> {
  const rows = await ctx.db.delivery.groupBy({ by: ["status"], where: { workspaceId: ctx.workspaceId }, _count: true });
  return Object.fromEntries(rows.map((row) => [row.status, row._count]));
}

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
