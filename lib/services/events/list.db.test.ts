import { afterAll, beforeAll, expect, test } from "vitest";
import type { Db } from "@/lib/db/client";
import { buildEnvelope } from "@/lib/domain/envelope";
import { newUuid, readId, showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { resendDelivery } from "@/lib/services/deliveries/resend";
import { createTestDatabase } from "@/lib/testing/database";
import { getEvent } from "./get";
import { listEvents } from "./list";
import { pageOfIds } from "./list-query";
import { sendTestEvent } from "./send-test";
import { storeEvents } from "./store-events";
import { eventTimeline } from "./timeline";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.close());

async function workspace(): Promise<Ctx> {
  const workspaceId = newUuid();
  await db.workspace.create({ data: { id: workspaceId, name: "W" } });
  return { db, workspaceId, actor: { kind: "user", id: newUuid(), name: "Ana" }, now: () => new Date(), secretKey: Buffer.alloc(32), origin: "http://localhost" };
}
async function subscription(ctx: Ctx, name: string): Promise<string> {
  const id = newUuid();
  await db.subscription.create({ data: { id, workspaceId: ctx.workspaceId, name, url: "https://example.com/" } });
  await db.workspace.update({ where: { id: ctx.workspaceId }, data: { configVersion: { increment: 1 } } });
  return id;
}
let counter = 0;
async function event(ctx: Ctx, at = new Date(), eventType = "PURCHASE_APPROVED") {
  const externalId = `Ext-${++counter}`;
  const data = JSON.stringify({ buyer: { email: `Buyer${counter}@Example.com` }, purchase: { transaction: `HP${counter}` } });
  const body = buildEnvelope({ externalId, occurredAt: at, eventType, data });
  const [stored] = await storeEvents({ ctx, events: [{ eventType, productId: null, externalId, occurredAt: at, receivedAt: at, body, isTest: false, source: "api", idempotencyKeys: [] }] });
  return { id: showId("event", stored!.eventId), deliveryIds: stored!.deliveryIds, externalId, number: counter };
}
const ids = (page: { data: { id: string }[] }) => page.data.map((row) => row.id);

test("pages show every event once, newest first, while new ones arrive, and lead back", async () => {
  const ctx = await workspace();
  const start = Date.now() - 60_000;
  const made: string[] = [];
  for (let i = 0; i < 7; i++) made.push((await event(ctx, new Date(start + i * 1000))).id);
  const first = await listEvents({ ctx, input: { limit: 3 } });
  await event(ctx);
  const second = await listEvents({ ctx, input: { limit: 3, cursor: first.next! } });
  const third = await listEvents({ ctx, input: { limit: 3, cursor: second.next! } });
  expect([...ids(first), ...ids(second), ...ids(third)]).toEqual(made.toReversed());
  expect(third.next).toBeNull();
  expect(ids(await listEvents({ ctx, input: { limit: 3, cursor: second.previous!, direction: "newer" } }))).toEqual(ids(first));
});

test("filters by status, subscription, type and day, and search by id, transaction, e-mail and external id find the event", async () => {
  const ctx = await workspace();
  const sub = await subscription(ctx, "CRM");
  const old = await event(ctx, new Date(Date.now() - 3 * 86_400_000), "PURCHASE_REFUNDED");
  const made = await event(ctx);
  await db.delivery.updateMany({ where: { id: made.deliveryIds[0]! }, data: { status: "failed" } });
  const list = async (input: Parameters<typeof listEvents>[0]["input"]) => ids(await listEvents({ ctx, input }));
  expect(await list({ status: "failed" })).toEqual([made.id]);
  expect(await list({ status: "waiting", subscriptionId: showId("subscription", sub) })).toEqual([old.id]);
  expect(await list({ subscriptionId: showId("subscription", sub) })).toEqual([made.id, old.id]);
  expect(await list({ eventType: "PURCHASE_REFUNDED" })).toEqual([old.id]);
  expect(await list({ period: "24h" })).toEqual([made.id]);
  expect(await list({ day: new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10) })).toEqual([old.id]);
  expect(await list({ test: "only" })).toEqual([]);
  for (const search of [old.id, old.externalId, `hp${old.number}`, `BUYER${old.number}@example.com`, showId("delivery", old.deliveryIds[0]!)]) {
    expect(await list({ search })).toEqual([old.id]);
  }
  expect(await list({ search: "nobody@example.com" })).toEqual([]);
});

test("another workspace's event and delivery are not there", async () => {
  const [mine, theirs] = [await workspace(), await workspace()];
  await subscription(theirs, "Theirs");
  const made = await event(theirs);
  await expect(getEvent({ ctx: mine, input: { eventId: made.id } })).rejects.toMatchObject({ code: "not_found" });
  await expect(resendDelivery({ ctx: mine, input: { deliveryId: showId("delivery", made.deliveryIds[0]!) } })).rejects.toMatchObject({ code: "not_found" });
  expect(ids(await listEvents({ ctx: mine, input: { search: made.id } }))).toEqual([]);
});

test("a resend that is asked for twice at once makes one queue row, marked with who asked, and the charts follow", async () => {
  const ctx = await workspace();
  await subscription(ctx, "CRM");
  const made = await event(ctx);
  const id = made.deliveryIds[0]!;
  await db.queueEntry.delete({ where: { deliveryId: id } });
  await db.delivery.updateMany({ where: { id }, data: { status: "failed" } });
  await db.hourlyCount.updateMany({ where: { workspaceId: ctx.workspaceId, outcome: "waiting" }, data: { outcome: "failed" } });
  const input = { deliveryId: showId("delivery", id) };
  const results = await Promise.all([resendDelivery({ ctx, input }), resendDelivery({ ctx, input })]);
  expect(results.filter((result) => result.isNew)).toHaveLength(1);
  expect(await db.queueEntry.findMany({ where: { deliveryId: id } })).toMatchObject([{ trigger: "resend", requestedBy: "Ana", scheduleStep: 8 }]);
  expect((await eventTimeline({ ctx, input: {} })).bars.at(-1)).toMatchObject({ received: 1, waiting: 1, failed: 0 });
  expect((await getEvent({ ctx, input: { eventId: made.id } })).summary.kind).toBe("sending");
});

test("a resend brings a waiting retry forward and keeps the time where its schedule goes on", async () => {
  const ctx = await workspace();
  await subscription(ctx, "CRM");
  const id = (await event(ctx)).deliveryIds[0]!;
  const dueAt = new Date(Date.now() + 3_600_000);
  await db.queueEntry.update({ where: { deliveryId: id }, data: { dueAt, trigger: "retry", scheduleStep: 3 } });
  await resendDelivery({ ctx, input: { deliveryId: showId("delivery", id) } });
  expect(await db.queueEntry.findUnique({ where: { deliveryId: id } })).toMatchObject({ trigger: "resend", resumeDueAt: dueAt, scheduleStep: 3 });
});

test("a delivered delivery stays delivered when it is resent", async () => {
  const ctx = await workspace();
  await subscription(ctx, "CRM");
  const id = (await event(ctx)).deliveryIds[0]!;
  await db.queueEntry.delete({ where: { deliveryId: id } });
  await db.delivery.updateMany({ where: { id }, data: { status: "delivered" } });
  await resendDelivery({ ctx, input: { deliveryId: showId("delivery", id) } });
  expect(await db.delivery.findFirst({ where: { id } })).toMatchObject({ status: "delivered" });
});

test("a day's filter reads that day's partitions and no other", async () => {
  const ctx = await workspace();
  const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  for (const status of [undefined, "failed"] as const) {
    const query = pageOfIds(ctx.workspaceId, { period: "60d", day, test: "all", status }, { direction: "older", limit: 50 }, new Date());
    const plan = await db.$queryRawUnsafe<{ "QUERY PLAN": string }[]>(`EXPLAIN ${query.text}`, ...query.values);
    const tables = new Set(plan.flatMap((row) => row["QUERY PLAN"].match(/\b(events|deliveries)_\d{8}\b/g) ?? []));
    expect([...tables]).toEqual([`${status ? "deliveries" : "events"}_${day.replaceAll("-", "")}`]);
  }
});

test("a test event goes only to its subscription, also when that is paused, and says that it is a test", async () => {
  const ctx = await workspace();
  const [chosen] = [await subscription(ctx, "Chosen"), await subscription(ctx, "Other")];
  await db.subscription.update({ where: { id: chosen }, data: { status: "paused" } });
  const sent = await sendTestEvent({ ctx, input: { subscriptionId: showId("subscription", chosen), eventType: "PURCHASE_APPROVED", data: '{"amount": 1.0}' } });
  const deliveries = await db.delivery.findMany({ where: { eventId: readId("event", sent.eventId)! } });
  expect(deliveries).toMatchObject([{ subscriptionId: chosen, isTest: true }]);
  const stored = await getEvent({ ctx, input: { eventId: sent.eventId } });
  expect(stored.body).toContain('"test":true,"data":{"amount": 1.0}');
  expect(stored).toMatchObject({ isTest: true, source: "test", summary: { kind: "sending" } });
  await expect(sendTestEvent({ ctx, input: { subscriptionId: showId("subscription", chosen), eventType: "X", data: "[1" } })).rejects.toThrow(/Not JSON/);
});

test("a test event belongs to the product that its payload names, as a real one would, makes none, and without data is the type's sample", async () => {
  const ctx = await workspace();
  const subscriptionId = showId("subscription", await subscription(ctx, "Chosen"));
  const product = await db.product.create({ data: { id: newUuid(), workspaceId: ctx.workspaceId, name: "Course", ucode: "aaaa-1" } });
  const send = async (data?: string) => getEvent({ ctx, input: { eventId: (await sendTestEvent({ ctx, input: { subscriptionId, eventType: "PURCHASE_APPROVED", data } })).eventId } });
  expect((await send('{"subscription":{"product":{"ucode":"aaaa-1"}}}')).product).toEqual({ id: showId("product", product.id), name: "Course" });
  expect((await send('{"product":{"id":999,"name":"New"}}')).product).toBeNull();
  expect(JSON.parse((await send()).body)).toMatchObject({ test: true, data: { purchase: { status: "APPROVED" } } });
  expect(await db.product.count({ where: { workspaceId: ctx.workspaceId } })).toBe(1);
  await expect(sendTestEvent({ ctx, input: { subscriptionId, eventType: "NEVER_HEARD_OF" } })).rejects.toMatchObject({ code: "not_found" });
});

test("of an event that may have been here more than 60 days ago is told until when it could be seen, and of any other unknown one that there is none", async () => {
  const ctx = await workspace();
  const old = { ...ctx, workspaceId: newUuid(Date.parse("2019-12-01T12:00:00Z")) };
  const eventId = showId("event", newUuid(Date.parse("2020-01-01T12:00:00Z")));
  await expect(getEvent({ ctx: old, input: { eventId } })).rejects.toThrow(/60 days: one with this id could be seen until 2020-03-01/);
  // Its workspace is younger; no id of ours; one of today.
  for (const [as, id] of [[ctx, eventId], [old, showId("event", "016f6000-0000-4000-8000-000000000000")], [old, showId("event", newUuid())]] as const) {
    await expect(getEvent({ ctx: as, input: { eventId: id } })).rejects.toThrow("There is no such event.");
  }
});

test("an event names the subscriptions that were made after it came, but neither deleted ones nor, of a test, any", async () => {
  const ctx = await workspace();
  const early = await subscription(ctx, "Early");
  const old = await event(ctx, new Date(Date.now() - 3 * 86_400_000));
  const sent = await sendTestEvent({ ctx, input: { subscriptionId: showId("subscription", early), eventType: "PURCHASE_APPROVED" } });
  const late = await subscription(ctx, "Late");
  await db.subscription.update({ where: { id: await subscription(ctx, "Gone") }, data: { deletedAt: new Date() } });
  const { verdicts, summary } = await getEvent({ ctx, input: { eventId: old.id } });
  expect(verdicts).toMatchObject([
    { subscription: { name: "Early" }, verdict: "delivered_to" },
    { subscription: { id: showId("subscription", late), name: "Late", isDeleted: false }, verdict: "made_later", since: expect.any(Date) as Date, deliveries: [] },
  ]);
  expect(summary.total).toBe(1);
  expect((await getEvent({ ctx, input: { eventId: sent.eventId } })).verdicts).toMatchObject([{ subscription: { name: "Early" } }]);
});
