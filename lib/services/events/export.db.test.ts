import { afterAll, beforeAll, expect, test } from "vitest";
import { buildEnvelope } from "@/lib/domain/envelope";
import { newUuid, showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { countFacets } from "./count-facets";
import { exportEvents, type ExportEventsInput } from "./export";
import { storeEvents } from "./store-events";
import { listEvents, type ListEventsInput } from "./list";
import { readChanges } from "./read-changes";
import { eventTimeline } from "./timeline";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

async function store(ctx: Ctx, count: number, eventType: string, at = new Date()): Promise<void> {
  const events = Array.from({ length: count }, () => {
    const externalId = newUuid();
    return { eventType, productId: null, externalId, occurredAt: at, receivedAt: at, body: buildEnvelope({ externalId, occurredAt: at, eventType, data: "{}" }), isTest: false, source: "api" as const, idempotencyKeys: [] };
  });
  await storeEvents({ ctx, events });
}
async function exported(ctx: Ctx, input: ExportEventsInput): Promise<string> {
  let text = "";
  for await (const piece of exportEvents({ ctx, input })) text += piece;
  return text;
}

test("an export has every event that the filters leave exactly once, over many pages, newest first", async () => {
  const ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: "https://crm.example.com" });
  await store(ctx, 2_003, "PURCHASE_APPROVED", new Date(Date.now() - 86_400_000));
  await store(ctx, 7, "PURCHASE_REFUNDED");
  const lines = (await exported(ctx, { format: "ndjson" })).trimEnd().split("\n").map((line) => JSON.parse(line) as { id: string; receivedAt: string });
  expect(lines.length).toBe(2_010);
  expect(new Set(lines.map(({ id }) => id)).size).toBe(2_010);
  expect(lines.map(({ id }) => id)).toEqual(lines.map(({ id }) => id).toSorted().toReversed());
  const csv = await exported(ctx, { format: "csv", eventType: "PURCHASE_REFUNDED" });
  expect(csv.split("\r\n").length).toBe(1 + 7 + 1);
  expect(csv.split("\r\n")[1]).toMatch(/^evt_\w{26},\d{4}-.*Z,PURCHASE_REFUNDED,.*,waiting,dlv_\w{26},sub_\w{26},CRM,0,/);
});

test("with filters on deliveries, rows, their changes and the export's lines tell of those deliveries, not of the one that is worst", async () => {
  const ctx = await createWorkspace(database.db);
  const [good, bad] = [await createSubscription(ctx, { name: "Good", url: "https://good.example.com" }), await createSubscription(ctx, { name: "Bad", url: "https://bad.example.com" })];
  await store(ctx, 1, "A");
  await ctx.db.delivery.updateMany({ where: { subscriptionId: good.id }, data: { status: "delivered", lastResponseStatus: 201 } });
  await ctx.db.delivery.updateMany({ where: { subscriptionId: bad.id }, data: { status: "failed", lastResponseStatus: 401, lastFailureKind: "http_status" } });
  const leads = async (input: ListEventsInput) => {
    const { data } = await listEvents({ ctx, input });
    const changed = await readChanges({ ctx, input: { ...input, shown: data.map(({ id }) => id) } });
    const lines = (await exported(ctx, { ...input, format: "csv" })).trimEnd().split("\r\n").slice(1);
    expect(changed.events).toEqual(data);
    return [data[0]?.lead?.subscription.name, data[0]?.state, data[0]?.deliveries.length, lines.length];
  };
  expect(await leads({})).toEqual(["Bad", "failed", 2, 2]);
  for (const input of [{ status: "delivered" }, { response: "2xx" }, { subscriptionId: showId("subscription", good.id) }] as const) expect(await leads(input)).toEqual(["Good", "delivered", 2, 1]);
  for (const input of [{ status: "failed" }, { response: "401" }, { failure: "http_status" }] as const) expect(await leads(input)).toEqual(["Bad", "failed", 2, 1]);
});

test("each filter's numbers say what its choices would leave with the other filters as they are, in this workspace only", async () => {
  const ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: "https://crm.example.com" });
  await store(ctx, 3, "A");
  await store(ctx, 2, "B");
  await store(await createWorkspace(database.db), 9, "A");
  await ctx.db.delivery.updateMany({ where: { workspaceId: ctx.workspaceId, eventType: "B" }, data: { status: "waiting", lastFailureKind: "http_status", lastResponseStatus: 401 } });
  const facets = await countFacets({ ctx, input: { eventType: "B" } });
  expect(facets.eventType).toEqual({ A: 3, B: 2 });
  expect(facets.period).toEqual({ "24h": 2, "7d": 2, "60d": 2 });
  await store(ctx, 4, "B", new Date(Date.now() - 3 * 86_400_000));
  await store(ctx, 5, "B", new Date(Date.now() - 9 * 86_400_000));
  for (const input of [{}, { period: "24h" }, { day: new Date().toISOString().slice(0, 10) }] as const) expect((await countFacets({ ctx, input: { ...input, eventType: "B" } })).period).toEqual({ "24h": 2, "7d": 6, "60d": 11 });
  expect((await countFacets({ ctx, input: { failure: "http_status" } })).period).toEqual({ "24h": 2, "7d": 2, "60d": 2 });
  expect(facets.status).toEqual({ waiting: 2 });
  expect(facets.failure).toEqual({ http_status: 2 });
  expect(facets.response).toMatchObject({ "401": 2, "4xx": 2 });
  expect((await countFacets({ ctx, input: { eventType: "A" } })).failure).toEqual({});
});

test("the numbers follow a search, a resend, an answer and a failure as well, which the roll-ups don't know", async () => {
  const ctx = await createWorkspace(database.db);
  const crm = await createSubscription(ctx, { url: "https://crm.example.com" });
  await store(ctx, 3, "A");
  await store(ctx, 2, "B");
  await ctx.db.delivery.updateMany({ where: { workspaceId: ctx.workspaceId, eventType: "B" }, data: { lastFailureKind: "http_status", lastResponseStatus: 401 } });
  const { id: eventId, externalId } = await ctx.db.event.findFirstOrThrow({ where: { workspaceId: ctx.workspaceId, eventType: "A" } });
  const { id: deliveryId } = await ctx.db.delivery.findFirstOrThrow({ where: { eventId } });
  await ctx.db.attempt.create({
    data: { eventId, deliveryId, number: 1, workspaceId: ctx.workspaceId, subscriptionId: crm.id, trigger: "resend", requestedBy: "Ana", startedAt: new Date(), durationMs: 1, requestUrl: "https://crm.example.com", requestHeaders: [], workerId: "w" },
  });
  const numbers = async (input: Parameters<typeof countFacets>[0]["input"]) => {
    const { eventType, status, failure } = await countFacets({ ctx, input });
    return { eventType, status, failure };
  };
  /** How many the bars count, in all. */
  const inBars = async (input: Parameters<typeof countFacets>[0]["input"]) => {
    const day = new Date().toISOString().slice(0, 10);
    const [days, hours] = [await eventTimeline({ ctx, input }), await eventTimeline({ ctx, input: { ...input, day } })];
    const sum = (bars: typeof days.bars) => bars.reduce((total, bar) => ({ received: bar.received === null ? null : (total.received ?? 0) + bar.received, waiting: total.waiting + bar.waiting }), { received: 0 as number | null, waiting: 0 });
    expect(sum(hours.bars)).toEqual(sum(days.bars));
    expect(days.bars.at(-1)).toMatchObject(sum(days.bars));
    return sum(days.bars);
  };
  for (const input of [{ search: externalId }, { resent: "yes" }] as const) expect(await numbers(input)).toEqual({ eventType: { A: 1 }, status: { waiting: 1 }, failure: {} });
  for (const input of [{ search: externalId }, { resent: "yes" }, { search: showId("event", eventId), period: "24h" }, { resent: "yes", eventType: "A" }] as const) expect(await inBars(input)).toEqual({ received: 1, waiting: 1 });
  for (const input of [{ failure: "http_status" }, { response: "4xx" }, { response: "401", eventType: "B" }, { response: "401", resent: "no" }] as const) expect(await inBars(input)).toEqual({ received: null, waiting: 2 });
  expect(await inBars({ resent: "no" })).toEqual({ received: 4, waiting: 4 });
  for (const input of [{ response: "401", eventType: "A" }, { search: "nobody" }, { resent: "yes", status: "failed" }, { response: "2xx" }] as const) expect((await inBars(input)).waiting).toBe(0);
  for (const input of [{ failure: "http_status" }, { response: "4xx" }, { response: "401" }] as const) expect(await numbers(input)).toEqual({ eventType: { B: 2 }, status: { waiting: 2 }, failure: { http_status: 2 } });
  expect((await numbers({ response: "2xx" })).status).toEqual({});
});

test("the bars are days, and hours when a day or a part of one is chosen", async () => {
  const ctx = await createWorkspace(database.db);
  const day = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - 2 * 86_400_000);
  await store(ctx, 4, "A", new Date(day.getTime() + 14 * 3_600_000 + 1));
  const days = await eventTimeline({ ctx, input: {} });
  expect([days.unit, days.bars.length, days.bars.at(-3)]).toMatchObject(["day", 60, { from: day.toISOString(), received: 4 }]);
  // Before there was anything is not the same as a day of nothing.
  expect(days.bars.map(({ existed }) => existed)).toEqual([...Array.from({ length: 57 }, () => false), true, true, true]);
  const text = day.toISOString().slice(0, 10);
  const hours = await eventTimeline({ ctx, input: { day: text } });
  expect([hours.unit, hours.bars.length, hours.bars[14]]).toMatchObject(["hour", 24, { received: 4 }]);
  expect((await eventTimeline({ ctx, input: { from: `${text}T14:00:00Z`, to: `${text}T15:00:00Z` } })).unit).toBe("hour");
});
