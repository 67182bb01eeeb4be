import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readId, showId, uuidTime } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { resendDeliveries } from "@/lib/services/deliveries/resend-many";
import { getEvent } from "@/lib/services/events/get";
import { ingestEvents } from "@/lib/services/events/ingest";
import { listSubscriptions } from "@/lib/services/subscriptions/list";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { acknowledgeAttention } from "./acknowledge";
import { listAttention } from "./list";
import { listWaitingDeliveries } from "./list-waiting";
import { releaseWaiting } from "./release-waiting";
import { skipWaiting } from "./skip-waiting";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
let crm: { id: string };
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());
beforeEach(async () => {
  ctx = { ...(await createWorkspace(database.db)), actor: { kind: "system", name: "Ana" } };
  crm = await createSubscription(ctx, { url: "https://crm.example.com/hook" });
});

async function post(): Promise<string> {
  const { results } = await ingestEvents({ ctx, input: { body: Buffer.from('{"event":"PURCHASE_APPROVED","data":{"product":{"id":1,"name":"Course"}}}') } });
  return readId("event", (results[0] as { id: string }).id)!;
}
/** What the worker leaves behind, without sending. */
const settle = (eventId: string, values: { status: string; lastFailureKind: string | null; lastResponseStatus: number | null }) =>
  ctx.db.delivery.updateMany({ where: { eventId }, data: { ...values, lastAttemptAt: ctx.now(), attemptCount: 1 } });
const shown = (id: string) => showId("subscription", id);
const outcomes = async () => {
  const rows = await ctx.db.hourlyCount.groupBy({ by: ["outcome"], where: { workspaceId: ctx.workspaceId, outcome: { not: "received" } }, _sum: { count: true } });
  return Object.fromEntries(rows.map((row) => [row.outcome, Number(row._sum.count)]).filter(([, count]) => count !== 0));
};

test("failures are grouped by subscription and cause, since the first of them; nothing is said of what goes well", async () => {
  const [first] = [await post(), await post(), await post()].map((id, index) => ({ id, index }));
  expect(await listAttention({ ctx })).toEqual([]);
  await settle(first!.id, { status: "failed", lastFailureKind: "http_status", lastResponseStatus: 401 });
  const late = await post();
  await settle(late, { status: "waiting", lastFailureKind: "http_status", lastResponseStatus: 401 });
  await settle(await post(), { status: "failed", lastFailureKind: "timeout_response", lastResponseStatus: null });
  const items = await listAttention({ ctx });
  expect(items).toHaveLength(2);
  expect(items.find((item) => item.responseStatus === 401)).toMatchObject({
    subscription: { id: shown(crm.id), name: "CRM" }, reason: "failing", cause: "http_status 401", failed: 1, waiting: 1, since: uuidTime(first!.id), last: { eventId: showId("event", late) }, acknowledged: null,
  });
});

test("what was repaired is no longer there", async () => {
  const id = await post();
  await settle(id, { status: "failed", lastFailureKind: "dns", lastResponseStatus: null });
  expect(await listAttention({ ctx })).toHaveLength(1);
  await settle(id, { status: "delivered", lastFailureKind: null, lastResponseStatus: 200 });
  expect(await listAttention({ ctx })).toEqual([]);
});

test("an acknowledgement says who and when, holds for its cause, and does not outlive a repair", async () => {
  const id = await post();
  await settle(id, { status: "failed", lastFailureKind: "http_status", lastResponseStatus: 401 });
  await acknowledgeAttention({ ctx, input: { subscriptionId: shown(crm.id), cause: "http_status 401" } });
  expect(await listAttention({ ctx })).toMatchObject([{ acknowledged: { by: "Ana", at: expect.any(Date) } }]);
  await settle(id, { status: "failed", lastFailureKind: "http_status", lastResponseStatus: 500 });
  expect(await listAttention({ ctx })).toMatchObject([{ responseStatus: 500, acknowledged: null }]);
  await settle(id, { status: "delivered", lastFailureKind: null, lastResponseStatus: 200 });
  await settle(await post(), { status: "failed", lastFailureKind: "http_status", lastResponseStatus: 401 });
  expect(await listAttention({ ctx })).toMatchObject([{ responseStatus: 401, acknowledged: null }]);
});

test("paused, disabled and down subscriptions say since when, by whom and how many wait; deleted ones nothing", async () => {
  await post();
  await ctx.db.subscription.update({ where: { id: crm.id }, data: { status: "paused", statusChangedBy: "Ana" } });
  const down = await createSubscription(ctx, { url: "https://erp.example.com/hook" });
  await ctx.db.endpointState.create({ data: { subscriptionId: down.id, workspaceId: ctx.workspaceId, downSince: new Date(), lastFailureKind: "dns" } });
  const last = await post();
  const gone = await createSubscription(ctx, { url: "https://old.example.com/hook", status: "paused" });
  await ctx.db.subscription.update({ where: { id: gone.id }, data: { deletedAt: new Date() } });
  expect(await listAttention({ ctx })).toMatchObject([
    { reason: "down", failureKind: "dns", waiting: 1, subscription: { id: shown(down.id) } },
    { reason: "paused", by: "Ana", waiting: 2, subscription: { id: shown(crm.id) } },
  ]);
  // Wherever the subscription and its deliveries are shown, they say the same.
  expect((await listSubscriptions({ ctx })).map(({ down: state }) => state?.failureKind)).toEqual([undefined, "dns"]);
  const { verdicts } = await getEvent({ ctx, input: { eventId: showId("event", last) } });
  expect(verdicts.flatMap(({ deliveries }) => deliveries.map(({ state }) => state))).toEqual(["held", "held"]);
});

test("skip cancels what waits, all or what was picked, and the charts agree", async () => {
  await Promise.all([post(), post(), post()]);
  const { data } = await listWaitingDeliveries({ ctx, input: { subscriptionId: shown(crm.id) } });
  expect(data).toHaveLength(3);
  expect(await skipWaiting({ ctx, input: { subscriptionId: shown(crm.id), deliveryIds: [data[0]!.deliveryId] } })).toEqual({ skipped: 1 });
  expect(await outcomes()).toEqual({ waiting: 2, cancelled: 1 });
  expect(await skipWaiting({ ctx, input: { subscriptionId: shown(crm.id) } })).toEqual({ skipped: 2 });
  expect(await outcomes()).toEqual({ cancelled: 3 });
  expect(await ctx.db.queueEntry.count({ where: { subscriptionId: crm.id } })).toBe(0);
});

test("what was picked goes out while the rest is held", async () => {
  await ctx.db.subscription.update({ where: { id: crm.id }, data: { status: "paused" } });
  await Promise.all([post(), post()]);
  const { data } = await listWaitingDeliveries({ ctx, input: { subscriptionId: shown(crm.id) } });
  expect(await resendDeliveries({ ctx, input: { deliveryIds: [data[0]!.deliveryId] } })).toEqual({ results: [{ id: data[0]!.deliveryId, outcome: "queued" }] });
  const queued = await ctx.db.queueEntry.findMany({ where: { subscriptionId: crm.id } });
  expect(queued.map((entry) => entry.trigger).sort()).toEqual(["first", "resend"]);
});

test("deliver switches a paused subscription on, and tries one that is down at once", async () => {
  await ctx.db.subscription.update({ where: { id: crm.id }, data: { status: "paused" } });
  await ctx.db.endpointState.create({ data: { subscriptionId: crm.id, workspaceId: ctx.workspaceId, downSince: new Date(), probeAt: new Date(Date.now() + 600_000) } });
  await releaseWaiting({ ctx, input: { subscriptionId: shown(crm.id) } });
  expect((await ctx.db.subscription.findUniqueOrThrow({ where: { id: crm.id } })).status).toBe("active");
  expect((await ctx.db.endpointState.findUniqueOrThrow({ where: { subscriptionId: crm.id } })).probeAt!.getTime()).toBeLessThan(Date.now() + 60_000);
});

test("another workspace can neither see, skip, release nor acknowledge", async () => {
  await post();
  const stranger = await createWorkspace(database.db);
  const input = { subscriptionId: shown(crm.id) };
  const calls = [listWaitingDeliveries, skipWaiting, releaseWaiting, (call: { ctx: Ctx; input: typeof input }) => acknowledgeAttention({ ...call, input: { ...input, cause: "down" } })];
  for (const call of calls) await expect(call({ ctx: stranger, input })).rejects.toMatchObject({ code: "not_found" });
  expect(await listAttention({ ctx: stranger })).toEqual([]);
});
