import { afterAll, beforeAll, expect, test } from "vitest";
import { ingestEvents } from "@/lib/services/events/ingest";
import { backTest, type BackTest, type BackTestInput } from "@/lib/services/subscriptions/back-test";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { countOn } from "@/lib/count-on";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

test("what one answer has no time for is tried by the next, until the sum is exact or the rounds are over, and that is said", async () => {
  const ctx = await createWorkspace(database.db);
  for (let batch = 0; batch < 5; batch++) {
    const events = Array.from({ length: 500 }, (_, index) => ({ event: "A", data: { n: batch * 500 + index } }));
    await ingestEvents({ ctx: { ...ctx, now: () => new Date(Date.now() - batch * 86_400_000) }, input: { body: Buffer.from(JSON.stringify(events)) } });
  }
  const input: BackTestInput = { filter: { match: "all", clauses: [{ path: "n", operator: "less", value: "5" }] } };
  // A clock that is always late: every answer has one page.
  const run = (asked: BackTestInput) => backTest({ ctx, input: asked, budget: { ms: 0, clock: () => 0 } });
  const told: [number, number, boolean][] = [];
  let last: BackTest | null = null;
  const tell = (sum: BackTest | null, isGoingOn: boolean) => {
    last = sum;
    told.push([sum!.tried, sum!.matched, isGoingOn]);
    return true;
  };
  await countOn(run, input, tell);
  expect(told.at(-1)).toEqual([2_500, 5, false]);
  expect(told.slice(0, -1).every(([, , isGoingOn]) => isGoingOn)).toBe(true);
  expect(told.length).toBeGreaterThan(1);
  expect(last).toMatchObject({ selected: 2_500, next: null, examples: { length: 5 }, refused: { length: 4 } });
  await countOn(run, input, tell, { mostRounds: 1 });
  expect(told.at(-1)).toEqual([told[0]![0], told[0]![1], false]);
  expect(last).toMatchObject({ selected: 2_500, next: expect.stringMatching(/^evt_/) });
  await countOn(run, input, tell, { from: last! });
  expect(told.at(-1)).toEqual([2_500, 5, false]);
  await countOn(() => Promise.reject(new Error("away")), input, (sum) => { last = sum; return true; });
  expect(last).toBeNull();
});
