import { afterAll, beforeAll, expect, test } from "vitest";
import { buildEnvelope } from "@/lib/domain/envelope";
import { newUuid, showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { listEvents, type ListEventsInput } from "@/lib/services/events/list";
import { storeEvents } from "@/lib/services/events/store-events";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { pairsOf } from "./pairs";
import { planReplay, type PlanReplayInput } from "./plan";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase("history"); });
afterAll(() => database.close());

const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS);

async function store(ctx: Ctx, event: { hours: number; type?: string; isTest?: boolean; productId?: string; email?: string }, delivery: { status: string; lastResponseStatus?: number; lastFailureKind?: string; attemptCount?: number }): Promise<void> {
  const at = hoursAgo(event.hours);
  const externalId = newUuid();
  const eventType = event.type ?? "PURCHASE_APPROVED";
  const body = buildEnvelope({ externalId, occurredAt: at, eventType, data: JSON.stringify({ buyer: { email: event.email ?? "ana@example.com" } }) });
  const [stored] = await storeEvents({ ctx, events: [{ eventType, productId: event.productId ?? null, externalId, occurredAt: at, receivedAt: at, body, isTest: event.isTest ?? false, source: "api", idempotencyKeys: [] }] });
  await ctx.db.delivery.updateMany({ where: { eventId: stored!.eventId }, data: { attemptCount: 1, ...delivery } });
}

test("a plan by a filter counts what the list of events shows by the same filter", async () => {
  const ctx = await createWorkspace(database.db);
  const crm = await createSubscription(ctx, { url: "https://crm.example.com" });
  const productId = newUuid();
  await ctx.db.product.create({ data: { id: productId, workspaceId: ctx.workspaceId, name: "Course" } });
  await store(ctx, { hours: 1 }, { status: "delivered", lastResponseStatus: 204 });
  await store(ctx, { hours: 2, productId }, { status: "failed", lastResponseStatus: 401, lastFailureKind: "http_status" });
  await store(ctx, { hours: 3, type: "PURCHASE_REFUNDED" }, { status: "waiting", lastResponseStatus: 503, lastFailureKind: "http_status" });
  await store(ctx, { hours: 30, email: "bea@example.com" }, { status: "failed", lastFailureKind: "timeout_response" });
  await store(ctx, { hours: 40, isTest: true }, { status: "cancelled" });
  const id = showId("subscription", crm.id);
  const all: PlanReplayInput["include"] = ["failed", "retrying", "cancelled", "delivered"];
  const filters: [ListEventsInput, PlanReplayInput, number][] = [
    [{}, { test: "all" }, 5],
    [{ test: "hide" }, {}, 4],
    [{ test: "only" }, { test: "only" }, 1],
    [{ subscriptionId: id, status: "failed" }, { subscriptionIds: [id], include: ["failed"] }, 2],
    [{ status: "waiting" }, { include: ["retrying"] }, 1],
    [{ response: "401" }, { response: "401" }, 1],
    [{ response: "5xx" }, { response: "5xx" }, 1],
    [{ failure: "timeout_response" }, { failure: "timeout_response" }, 1],
    [{ eventType: "PURCHASE_REFUNDED" }, { eventType: "PURCHASE_REFUNDED" }, 1],
    [{ productId: showId("product", productId) }, { productId: showId("product", productId) }, 1],
    [{ search: "bea@example.com" }, { search: "Bea@Example.com" }, 1],
    [{ from: hoursAgo(24).toISOString(), to: hoursAgo(1.5).toISOString() }, { from: hoursAgo(24).toISOString(), to: hoursAgo(1.5).toISOString() }, 2],
    [{ resent: "yes" }, { resent: "yes" }, 0],
  ];
  for (const [list, plan, count] of filters) {
    expect((await listEvents({ ctx, input: list })).data, JSON.stringify(list)).toHaveLength(count);
    expect((await planReplay({ ctx, input: { include: all, ...plan } })).planned, JSON.stringify(plan)).toBe(count);
  }
});

test("what was not tried yet is no replay's business, and an empty or foreign choice is refused with words", async () => {
  const ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: "https://crm.example.com" });
  await store(ctx, { hours: 1 }, { status: "waiting", attemptCount: 0 });
  expect((await planReplay({ ctx, input: { include: ["failed", "retrying", "cancelled", "delivered", "never"] } })).planned).toBe(0);
  await expect(planReplay({ ctx, input: { from: hoursAgo(1).toISOString(), to: hoursAgo(2).toISOString() } })).rejects.toMatchObject({ code: "invalid", issues: [{ path: "to" }] });
  const stranger = await createWorkspace(database.db);
  const theirs = await createSubscription(stranger, { url: "https://their.example.com" });
  await expect(planReplay({ ctx, input: { subscriptionIds: [showId("subscription", theirs.id)] } })).rejects.toMatchObject({ code: "invalid", issues: [{ path: "subscriptionIds" }] });
});

test("a replay of some hours reads the days that they lie in, and no other", async () => {
  const ctx = await createWorkspace(database.db);
  const { id } = await createSubscription(ctx, { url: "https://crm.example.com" });
  const from = hoursAgo(20 * 24);
  const to = new Date(from.getTime() + HOUR_MS);
  const days = new Set([from, to].map((at) => at.toISOString().slice(0, 10).replaceAll("-", "")));
  for (const include of [["failed"], ["never"]]) {
    const scope = { workspaceId: ctx.workspaceId, filter: { test: "hide" as const }, from, to, subscriptionIds: [id], include };
    const plan = await ctx.db.$queryRaw<{ "QUERY PLAN": string }[]>`EXPLAIN SELECT * FROM (${pairsOf(scope, null)}) AS pair ORDER BY event_id, subscription_id LIMIT 500`;
    const read = new Set(plan.flatMap((line) => [...line["QUERY PLAN"].matchAll(/(?:events|deliveries)_(\d{8})\b/g)].map(([, day]) => day)));
    expect(read).toEqual(days);
  }
});
