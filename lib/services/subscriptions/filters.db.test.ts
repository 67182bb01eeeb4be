import { afterAll, beforeAll, expect, test } from "vitest";
import { readId, showId } from "@/lib/domain/ids";
import type { PayloadFilter } from "@/lib/domain/payload-filter";
import type { Ctx } from "@/lib/services/context";
import { getEvent } from "@/lib/services/events/get";
import { ingestEvents } from "@/lib/services/events/ingest";
import { storeEvents } from "@/lib/services/events/store-events";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { backTest, type BackTestInput } from "./back-test";
import { createSubscription } from "./create";
import { duplicateSubscription } from "./duplicate";
import { getSubscription } from "./get";
import { updateSubscription } from "./update";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

const policy = { allowedRanges: [], allowHttp: false, ownOrigin: "http://aviso.test" };
const expensive: PayloadFilter = { match: "all", clauses: [{ path: "buyer.email", operator: "exists" }, { path: "purchase.price.value", operator: "greater", value: "100" }] };
async function post(ctx: Ctx, prices: number[], more: { event?: string; product?: number } = {}): Promise<string[]> {
  const events = prices.map((value) => ({ event: more.event ?? "PURCHASE_APPROVED", data: { product: { id: more.product ?? 1, name: "Course" }, buyer: { email: "a@example.com" }, purchase: { price: { value } } } }));
  const { results } = await ingestEvents({ ctx, input: { body: Buffer.from(JSON.stringify(events)) } });
  return results.map((result) => (result as { id: string }).id);
}

test("a filter decides when the event comes, and the verdict names the condition that was false and what was there", async () => {
  const ctx = await createWorkspace(database.db);
  const { id } = await createSubscription({ ctx, input: { name: "Big sales", url: "https://crm.example.com", filter: expensive }, policy });
  const [cheap, dear] = await post(ctx, [49.9, 250]);
  expect((await getEvent({ ctx, input: { eventId: cheap! } })).verdicts).toMatchObject([{ verdict: "filter_not_matched", clause: expensive.clauses[1], found: "49.9", deliveries: [] }]);
  expect((await getEvent({ ctx, input: { eventId: dear! } })).verdicts).toMatchObject([{ verdict: "delivered_to", clause: null, deliveries: [{ status: "waiting" }] }]);
  await updateSubscription({ ctx, input: { id, name: "Sales" }, policy });
  expect((await getSubscription({ ctx, input: { id } })).filter).toEqual(expensive);
  const copy = await duplicateSubscription({ ctx, input: { id } });
  expect((await getSubscription({ ctx, input: { id: copy.id } })).filter).toEqual(expensive);
  await updateSubscription({ ctx, input: { id, filter: null }, policy });
  const [now] = await post(ctx, [1]);
  expect((await getEvent({ ctx, input: { eventId: now! } })).verdicts.find((row) => row.subscription.id === id)).toMatchObject({ verdict: "delivered_to" });
  // The earlier event goes on saying how it was then.
  expect((await getEvent({ ctx, input: { eventId: cheap! } })).verdicts[0]).toMatchObject({ verdict: "filter_not_matched", found: "49.9" });
});

test("a back-test counts what a selection would have matched in 60 days, and shows the newest that match and why others would not be sent", async () => {
  const ctx = await createWorkspace(database.db);
  await post({ ...ctx, now: () => new Date(Date.now() - 40 * 86_400_000) }, [10, 20, 300]);
  await post(ctx, [400], { event: "PURCHASE_REFUNDED" });
  await post(ctx, [500], { product: 2 });
  await post(await createWorkspace(database.db), [900]);
  const one = await ctx.db.product.findFirstOrThrow({ where: { workspaceId: ctx.workspaceId, externalId: "1" } });
  const count = async (input: BackTestInput) => { const { selected, matched, tried, next } = await backTest({ ctx, input }); return [selected, matched, tried, next === null]; };
  expect(await count({})).toEqual([5, 5, 5, true]);
  expect(await count({ productIds: [showId("product", one.id)] })).toEqual([4, 4, 4, true]);
  expect(await count({ eventTypes: ["PURCHASE_APPROVED"] })).toEqual([4, 4, 4, true]);
  expect(await count({ productIds: [showId("product", one.id)], eventTypes: ["PURCHASE_APPROVED"], filter: expensive })).toEqual([3, 1, 3, true]);
  expect(await count({ eventTypes: ["SWITCH_PLAN"], filter: expensive })).toEqual([0, 0, 0, true]);
  const { examples, refused, paths } = await backTest({ ctx, input: { eventTypes: ["PURCHASE_APPROVED"], filter: expensive } });
  expect(examples.map((event) => event.product)).toEqual(["Course", "Course"]);
  expect(refused.map(({ found, clause }) => `${clause.path} ${found}`).toSorted()).toEqual(["purchase.price.value 10", "purchase.price.value 20"]);
  expect(readId("event", examples[0]!.id)).not.toBeNull();
  expect(paths).toContainEqual({ path: "purchase.price.value", example: expect.any(String) });
});

test("a back-test counts every event that a filter passes, far beyond the newest, and shows those that match even when they are old", async () => {
  const ctx = await createWorkspace(database.db);
  const old = await post({ ...ctx, now: () => new Date(Date.now() - 30 * 86_400_000) }, [200, 300]);
  const prices = Array.from({ length: 1_500 }, () => 50);
  await post(ctx, prices.slice(0, 750));
  await post(ctx, prices.slice(750));
  const result = await backTest({ ctx, input: { filter: expensive }, budget: { ms: 1, clock: () => 0 } });
  expect(result).toMatchObject({ selected: 1_502, matched: 2, tried: 1_502, next: null });
  expect(result.examples.map(({ id }) => id).toSorted()).toEqual(old.toSorted());
  // When its time is up, it says how many it tried, counts nothing else, and goes on from there when asked.
  const times = [0, 2];
  const first = await backTest({ ctx, input: { filter: expensive }, budget: { ms: 1, clock: () => times.shift()! } });
  expect(first).toMatchObject({ selected: 1_502, matched: 0, tried: 1_000, next: expect.stringMatching(/^evt_/), examples: [] });
  expect(await backTest({ ctx, input: { filter: expensive, before: first.next! } })).toMatchObject({ selected: 1_502, matched: 2, tried: 502, next: null });
});

test("a back-test holds a few megabytes of payloads at a time, however large they are, and misses none", async () => {
  const ctx = await createWorkspace(database.db);
  const padding = "x".repeat(200_000);
  for (let index = 0; index < 40; index++) await ingestEvents({ ctx, input: { body: Buffer.from(JSON.stringify({ event: "OWN", data: { buyer: { email: "a@example.com" }, purchase: { price: { value: index < 2 ? 200 : 1 } }, padding } })) } });
  const times = [0, 2];
  const first = await backTest({ ctx, input: { filter: expensive }, budget: { ms: 1, clock: () => times.shift()! } });
  expect(first).toMatchObject({ selected: 40, matched: 0, tried: 21, next: expect.stringMatching(/^evt_/) });
  expect(await backTest({ ctx, input: { filter: expensive, before: first.next! }, budget: { ms: 1, clock: () => 0 } })).toMatchObject({ matched: 2, tried: 19, next: null });
  expect(await backTest({ ctx, input: { filter: expensive }, budget: { ms: 1, clock: () => 0 } })).toMatchObject({ selected: 40, matched: 2, tried: 40, next: null });
});

test("a back-test matches as events are matched: Aviso's own go only to those who chose them by name, whatever the products", async () => {
  const ctx = await createWorkspace(database.db);
  await post(ctx, [10]);
  const [productId, at, externalId] = [(await ctx.db.product.findFirstOrThrow({ where: { workspaceId: ctx.workspaceId } })).id, new Date(), "own"];
  await storeEvents({ ctx, events: [{ eventType: "aviso.subscription.down", productId: null, externalId, occurredAt: at, receivedAt: at, body: '{"data":{}}', isTest: false, source: "api", idempotencyKeys: [] }] });
  const matched = async (input: BackTestInput) => (await backTest({ ctx, input })).matched;
  expect(await matched({})).toBe(1);
  expect(await matched({ filter: { match: "all", clauses: [{ path: "no", operator: "missing" }] } })).toBe(1);
  expect(await matched({ productIds: [showId("product", productId)], eventTypes: ["aviso.subscription.down"] })).toBe(1);
});
