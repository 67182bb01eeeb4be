import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { attemptDelivery } from "@/lib/delivery/attempt";
import { loadJobs } from "@/lib/delivery/load";
import { recordAttempts } from "@/lib/delivery/record";
import { recordSuccesses } from "@/lib/delivery/record-successes";
import { afterAttempts, type EndpointState, NEW_ENDPOINT } from "@/lib/domain/breaker";
import type { Sender } from "@/lib/outbound/send";
import { emptyResult } from "@/lib/outbound/result";
import { claimDue } from "@/lib/queue/claim";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { sendEvents } from "@/lib/testing/send-events";

// Successes go a short way of their own to the database, which has to come to what the long one does.
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
let subscriptionId: string;
let now: Date;

beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.queueEntry.deleteMany();
  ctx = await createWorkspace(database.db);
  subscriptionId = (await createSubscription(ctx, { url: "https://example.com/hook", maxInFlight: 100 })).id;
  now = new Date(Date.now() + 1_000);
});

async function attempts(responseStatus = 200) {
  const sender: Pick<Sender, "send"> = { send: async () => ({ ...emptyResult(), startedAt: now, responseStatus, responseHeaders: [], responseBody: "ok", responseEncoding: "utf8", failureKind: responseStatus === 200 ? null : "http_status" }) };
  const { jobs } = await loadJobs(ctx.db, ctx.secretKey, await claimDue(ctx.db, { workerId: "w", limit: 100, now }), now);
  return Promise.all(jobs.map((job) => attemptDelivery(sender as Sender, job, { now, jitter: 0 })));
}

const state = () => ctx.db.endpointState.findUniqueOrThrow({ where: { subscriptionId } });
const deliveries = () => ctx.db.delivery.findMany({ where: { workspaceId: ctx.workspaceId }, orderBy: { id: "asc" } });
const stored = () => ctx.db.attempt.count({ where: { workspaceId: ctx.workspaceId } });
const counts = async () => Object.fromEntries((await ctx.db.hourlyCount.groupBy({ by: ["outcome"], where: { workspaceId: ctx.workspaceId, subscriptionId }, _sum: { count: true } })).map((one) => [one.outcome, Number(one._sum.count)]));

test("an endpoint's minutes are counted as the breaker counts them, whatever they were and however the clock goes", async () => {
  await sendEvents(ctx, 1);
  await recordAttempts(ctx.db, "w", await attempts(), now);
  const minute = fc.record({ ago: fc.integer({ min: -2, max: 8 }), succeeded: fc.nat(50), failed: fc.nat(5) });
  await fc.assert(fc.asyncProperty(fc.uniqueArray(minute, { selector: (one) => one.ago, maxLength: 6 }), fc.nat(9), fc.integer({ min: 1, max: 3 }), fc.boolean(), async (past, failuresInRow, count, isDraining) => {
    now = new Date(Date.now() + 1_000);
    const at = Math.floor(now.getTime() / 60_000);
    const before: EndpointState = {
      ...NEW_ENDPOINT, failuresInRow, drainingSince: isDraining ? new Date(now.getTime() - 200_000) : null,
      minutes: past.map(({ ago, ...rest }) => ({ minute: at - ago, ...rest })).sort((a, b) => a.minute - b.minute),
    };
    await ctx.db.endpointState.update({ where: { subscriptionId }, data: { failuresInRow, minutes: before.minutes.map((one) => ({ ...one })), drainingSince: before.drainingSince } });
    await sendEvents(ctx, count);
    expect(await recordSuccesses(ctx.db, "w", await attempts(), now)).toBe(true);
    const wanted = afterAttempts(before, Array.from({ length: count }, () => ({ hasSucceeded: true, isProbe: false })), now).state;
    expect(await state()).toMatchObject({ failuresInRow: wanted.failuresInRow, minutes: wanted.minutes, drainingSince: wanted.drainingSince, downSince: null });
  }), { numRuns: 25 });
});

test("of a batch with a claim that was lost the others are recorded, and counted once", async () => {
  await sendEvents(ctx, 6);
  const all = await attempts();
  const [lost, ...others] = all.map(({ job }) => job.claim.deliveryId).sort();
  await ctx.db.queueEntry.update({ where: { deliveryId: lost! }, data: { claimId: crypto.randomUUID(), workerId: "other" } });
  expect(await recordSuccesses(ctx.db, "w", all, now)).toBe(false);
  expect(await stored()).toBe(0);
  expect((await recordAttempts(ctx.db, "w", all, now)).taken.sort()).toEqual(others);
  expect(await stored()).toBe(5);
  expect((await deliveries()).map((one) => one.status)).toEqual((await deliveries()).map((one) => (one.id === lost ? "waiting" : "delivered")));
  expect(await counts()).toEqual({ waiting: 1, delivered: 5 });
  expect((await recordAttempts(ctx.db, "w", all, now)).taken).toEqual([]);
  expect(await stored()).toBe(5);
});

test("an answer that was under way when its endpoint went down brings it up again, and says so", async () => {
  await sendEvents(ctx, 1);
  const underWay = await attempts();
  await sendEvents(ctx, 10);
  expect(await recordAttempts(ctx.db, "w", await attempts(500), now)).toMatchObject({ closed: [subscriptionId], hasNotices: true });
  expect(await recordAttempts(ctx.db, "w", underWay, now)).toMatchObject({ taken: underWay.map(({ job }) => job.claim.deliveryId), hasNotices: true });
  expect(await state()).toMatchObject({ downSince: null, drainingSince: now });
});

test("what one endpoint refused keeps its order with what it took, beside another's successes in the same batch", async () => {
  const other = (await createSubscription(ctx, { url: "https://example.com/other", maxInFlight: 100 })).id;
  await sendEvents(ctx, 15);
  const all = await attempts(500);
  const [refused, taken] = [subscriptionId, other].map((id) => all.filter(({ job }) => job.claim.subscriptionId === id));
  const success = (one: (typeof all)[number]) => ({ ...one, result: { ...one.result, responseStatus: 200, failureKind: null }, decision: { next: "delivered" as const } });
  // Seven, one that is taken, seven: fewer than ten in a row, whichever way the other endpoint's went.
  const batch = [...refused!.slice(0, 7), success(refused![7]!), ...refused!.slice(8), ...taken!.map(success)];
  await ctx.db.endpointState.create({ data: { subscriptionId, workspaceId: ctx.workspaceId, minutes: [{ minute: Math.floor(now.getTime() / 60_000), succeeded: 20, failed: 0 }] } });
  expect(await recordAttempts(ctx.db, "w", batch, now)).toMatchObject({ closed: [], hasNotices: false, taken: expect.toSatisfy((ids: string[]) => ids.length === 30) });
  expect(await state()).toMatchObject({ failuresInRow: 7, downSince: null, minutes: [{ succeeded: 21, failed: 14 }] });
  expect(await ctx.db.endpointState.findUniqueOrThrow({ where: { subscriptionId: other } })).toMatchObject({ failuresInRow: 0, minutes: [{ succeeded: 15, failed: 0 }] });
  expect(await counts()).toEqual({ waiting: 14, delivered: 1 });
});

test("eight batches at once for one endpoint are each counted, and rows agree with counts", async () => {
  await sendEvents(ctx, 1);
  await recordAttempts(ctx.db, "w", await attempts(), now);
  await sendEvents(ctx, 40);
  const all = await attempts();
  const batches = Array.from({ length: 8 }, (_, at) => all.slice(at * 5, at * 5 + 5));
  expect(await Promise.all(batches.map((batch) => recordSuccesses(ctx.db, "w", batch, now)))).toEqual(batches.map(() => true));
  expect(await state()).toMatchObject({ minutes: [{ minute: Math.floor(now.getTime() / 60_000), succeeded: 41, failed: 0 }] });
  expect(await counts()).toEqual({ waiting: 0, delivered: 41 });
  expect(await stored()).toBe(41);
});

test("an endpoint that goes down while a success is being recorded refuses it, with nothing written", async () => {
  await sendEvents(ctx, 1);
  await recordAttempts(ctx.db, "w", await attempts(), now);
  await sendEvents(ctx, 3);
  const all = await attempts();
  let recorded: Promise<boolean>;
  await ctx.db.$transaction(async (tx) => {
    await tx.endpointState.update({ where: { subscriptionId }, data: { downSince: now, probeAt: now } });
    recorded = recordSuccesses(ctx.db, "w", all, now);
    // It waits for this transaction's row, and then finds what that left. (Within a transaction the view would not change.)
    while ((await ctx.db.$queryRaw<unknown[]>`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%WITH input AS%'`).length === 0);
  });
  expect(await recorded!).toBe(false);
  expect(await stored()).toBe(1);
  expect(await counts()).toEqual({ waiting: 3, delivered: 1 });
  expect((await recordAttempts(ctx.db, "w", all, now)).hasNotices).toBe(true);
});
