import { afterAll, beforeAll, expect, test } from "vitest";
import { readId, showId } from "@/lib/domain/ids";
import type { PayloadFilter } from "@/lib/domain/payload-filter";
import type { Ctx } from "@/lib/services/context";
import { getEvent } from "@/lib/services/events/get";
import { ingestEvents } from "@/lib/services/events/ingest";
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

test("a back-test counts what a selection would have matched in 60 days, and shows why each of the newest would or would not be sent", async () => {
  const ctx = await createWorkspace(database.db);
  await post({ ...ctx, now: () => new Date(Date.now() - 40 * 86_400_000) }, [10, 20, 300]);
  await post(ctx, [400], { event: "PURCHASE_REFUNDED" });
  await post(ctx, [500], { product: 2 });
  await post(await createWorkspace(database.db), [900]);
  const one = await ctx.db.product.findFirstOrThrow({ where: { workspaceId: ctx.workspaceId, externalId: "1" } });
  const count = async (input: BackTestInput) => { const { selected, matched, isExact } = await backTest({ ctx, input }); return [selected, matched, isExact]; };
  expect(await count({})).toEqual([5, 5, true]);
  expect(await count({ productIds: [showId("product", one.id)] })).toEqual([4, 4, true]);
  expect(await count({ eventTypes: ["PURCHASE_APPROVED"] })).toEqual([4, 4, true]);
  expect(await count({ productIds: [showId("product", one.id)], eventTypes: ["PURCHASE_APPROVED"], filter: expensive })).toEqual([3, 1, true]);
  expect(await count({ eventTypes: ["SWITCH_PLAN"], filter: expensive })).toEqual([0, 0, true]);
  const { examples, paths } = await backTest({ ctx, input: { eventTypes: ["PURCHASE_APPROVED"], filter: expensive } });
  expect(examples.map(({ isMatch, found }) => `${isMatch} ${found}`).toSorted()).toEqual(["false 10", "false 20", "true null", "true null"]);
  expect(examples[0]).toMatchObject({ product: "Course" });
  expect(readId("event", examples[0]!.id)).not.toBeNull();
  expect(paths).toContainEqual({ path: "purchase.price.value", example: expect.any(String) });
});

test("with more events than a filter is tried on, the count is an estimate and says so", async () => {
  const ctx = await createWorkspace(database.db);
  await post(ctx, Array.from({ length: 500 }, (_, index) => (index % 4 === 0 ? 200 : 50)));
  const result = await backTest({ ctx, input: { filter: expensive } });
  expect(result).toMatchObject({ selected: 500, isExact: false, sample: { size: 400 } });
  // The 400 tried are any of the 500: ids of one moment have no order.
  expect(Math.abs(result.matched - 125)).toBeLessThan(30);
});
