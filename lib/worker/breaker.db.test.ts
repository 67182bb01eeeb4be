import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { attemptDelivery } from "@/lib/delivery/attempt";
import { loadJobs } from "@/lib/delivery/load";
import { recordAttempts } from "@/lib/delivery/record";
import type { Sender } from "@/lib/outbound/send";
import { emptyResult } from "@/lib/outbound/result";
import { type Claim, claimDue } from "@/lib/queue/claim";
import { showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { listAudit } from "@/lib/services/audit/list";
import { listSubscriptionChanges } from "@/lib/services/subscriptions/list-changes";
import { setSubscriptionStatus } from "@/lib/services/subscriptions/set-status";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { sendEvents } from "@/lib/testing/send-events";

// The breaker on a real database, with the test's own clock; what an endpoint answers is given, since only that counts here.
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

const send = async (count: number) => (await sendEvents(ctx, count)).map(({ deliveryId }) => deliveryId);

const later = (sec: number) => void (now = new Date(now.getTime() + sec * 1_000));
const claim = (limit = 100) => claimDue(ctx.db, { workerId: "w", limit, now });

async function answer(claims: Claim[], responseStatus: number): Promise<void> {
  const sender: Pick<Sender, "send"> = { send: async () => ({ ...emptyResult(), startedAt: now, responseStatus, responseHeaders: [], failureKind: responseStatus === 200 ? null : "http_status" }) };
  const { jobs } = await loadJobs(ctx.db, ctx.secretKey, claims, now);
  const attempts = await Promise.all(jobs.map((job) => attemptDelivery(sender as Sender, job, { now, jitter: 0 })));
  await recordAttempts(ctx.db, "w", attempts, now);
}

const state = () => ctx.db.endpointState.findUniqueOrThrow({ where: { subscriptionId } });
const subscription = () => ctx.db.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });

async function goDown(): Promise<void> {
  await send(10);
  await answer(await claim(), 500);
  expect((await state()).downSince).toEqual(now);
}

test("ten failures hold all further deliveries; one probe at a time goes out, later each time", async () => {
  await goDown();
  await send(5);
  later(10);
  expect(await claim()).toHaveLength(0);
  later(20);
  const [probe, ...more] = await claim();
  expect(probe).toMatchObject({ isProbe: true, trigger: "drain" });
  expect(more).toHaveLength(0);
  expect(await claim()).toHaveLength(0);
  await answer([probe!], 503);
  later(59);
  expect(await claim()).toHaveLength(0);
  later(1);
  expect(await claim()).toHaveLength(1);
});

test("held time burns no attempts, and a probe that fails goes to the end of what is held", async () => {
  await goDown();
  const [held] = await send(1);
  await ctx.db.queueEntry.deleteMany({ where: { deliveryId: { not: held! } } });
  for (let n = 0; n < 12; n++) {
    later(600);
    const claims = await claim();
    expect(claims.map((one) => one.deliveryId)).toEqual([held]);
    await answer(claims, 500);
  }
  expect(await ctx.db.delivery.findFirstOrThrow({ where: { id: held! } })).toMatchObject({ status: "waiting", attemptCount: 12 });
  expect(await ctx.db.queueEntry.findFirstOrThrow()).toMatchObject({ scheduleStep: 0, dueAt: now });
});

test("a probe that succeeds lets the held ones go in order, at a rate that grows", async () => {
  await goDown();
  await ctx.db.queueEntry.deleteMany();
  const held = await send(100);
  const order = (await ctx.db.queueEntry.findMany({ orderBy: [{ dueAt: "asc" }, { deliveryId: "asc" }] })).map((row) => row.deliveryId);
  later(30);
  const probes = await claim();
  await answer(probes, 200);
  expect(await state()).toMatchObject({ downSince: null, probeAt: null, drainingSince: now });
  const drained = [...probes];
  const perStep: number[] = [];
  for (let n = 0; n < 40 && drained.length < held.length; n++) {
    later(0.5);
    const claims = await claim();
    perStep.push(claims.length);
    drained.push(...claims);
    await answer(claims, 200);
  }
  expect(drained.map((one) => one.deliveryId)).toEqual(order);
  expect(drained.every((one) => one.trigger === "drain")).toBe(true);
  // Ten a second at first: five in half a second, whatever waits.
  expect(Math.max(...perStep.slice(0, 4))).toBeLessThanOrEqual(6);
  expect(perStep.at(-2)).toBeGreaterThan(perStep[1]!);
});

test("a person's resend goes to an endpoint that is down, and its success makes it up again", async () => {
  await goDown();
  await ctx.db.queueEntry.updateMany({ data: { trigger: "resend", dueAt: new Date(0) } });
  const claims = await claim(1);
  expect(claims[0]).toMatchObject({ trigger: "resend", isProbe: false });
  await answer(claims, 200);
  expect((await state()).downSince).toBeNull();
});

test("five days without one success disable the subscription, and what waits goes on waiting", async () => {
  await goDown();
  await send(1);
  later(3 * 86_400);
  await answer(await claim(), 500);
  expect((await state()).announcedAt).toEqual(now);
  later(2 * 86_400 - 60);
  await answer(await claim(), 500);
  expect((await subscription()).status).toBe("active");
  later(600);
  await answer(await claim(), 500);
  expect(await subscription()).toMatchObject({ status: "disabled", statusReason: "down_too_long", statusChangedBy: null });
  // Told where a person's switch is told, once.
  const id = showId("subscription", subscriptionId);
  expect((await listAudit({ ctx, input: {} })).data).toMatchObject([
    { actor: { kind: "system", id: null, name: "Aviso" }, action: "subscription.statusChanged", target: { id, name: "CRM" }, after: { status: "disabled", reason: "down_too_long" } },
  ]);
  expect(await listSubscriptionChanges({ ctx, input: { id } })).toMatchObject([{ by: null, kind: "disabled", at: now }]);
  later(600);
  expect(await claim()).toHaveLength(0);
  expect(await ctx.db.queueEntry.count()).toBe(11);
});

test("two workers whose first results come together count together, and it goes down once", async () => {
  await ctx.db.subscription.update({ where: { id: subscriptionId }, data: { maxInFlight: 20 } });
  await send(20);
  const claims = await claim();
  const halves = [claims.slice(0, 10), claims.slice(10)];
  await Promise.all(halves.map((half) => answer(half, 500)));
  expect((await state()).downSince).toEqual(now);
  expect(await ctx.db.notice.count({ where: { workspaceId: ctx.workspaceId } })).toBe(1);
  expect((await state()).failuresInRow).toBe(10);
});

test("nine failures that two workers record together are not ten, the tenth is, whoever records it", async () => {
  await send(10);
  const claims = await claim();
  await Promise.all([answer(claims.slice(0, 4), 500), answer(claims.slice(4, 9), 500)]);
  expect(await state()).toMatchObject({ downSince: null, failuresInRow: 9 });
  await answer(claims.slice(9), 500);
  expect((await state()).downSince).toEqual(now);
});

test("a subscription that was switched off for being down has all its time again when a person switches it on", async () => {
  await goDown();
  for (const days of [3, 2]) {
    later(days * 86_400);
    await answer(await claim(), 500);
  }
  expect((await subscription()).status).toBe("disabled");
  await setSubscriptionStatus({ ctx, input: { id: showId("subscription", subscriptionId), status: "active" } });
  // By the database's clock; the test's own stands five days later.
  const { downSince, probesFailed, announcedAt } = await state();
  expect(Math.abs(downSince!.getTime() - Date.now())).toBeLessThan(60_000);
  expect({ probesFailed, announcedAt }).toEqual({ probesFailed: 0, announcedAt: null });
  now = new Date(downSince!.getTime() + 1_000);
  await ctx.db.queueEntry.updateMany({ data: { dueAt: downSince! } });
  const probes = await claim();
  expect(probes).toHaveLength(1);
  await answer(probes, 500);
  expect((await subscription()).status).toBe("active");
});

test("a rate is kept to, by all workers together", async () => {
  await ctx.db.subscription.update({ where: { id: subscriptionId }, data: { ratePerSec: 4 } });
  await send(60);
  const taken: number[] = [];
  for (let n = 0; n < 20; n++) {
    const claims = (await Promise.all(["a", "b"].map((workerId) => claimDue(ctx.db, { workerId, limit: 100, now })))).flat();
    taken.push(claims.length);
    await answer(claims, 200);
    later(0.5);
  }
  expect(taken.reduce((sum, n) => sum + n, 0)).toBe(40);
  expect(Math.max(...taken)).toBe(2);
});
