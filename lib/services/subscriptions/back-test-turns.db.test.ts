import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { backTest } from "./back-test";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

test("of a hundred back-tests of a workspace two run at once and eight wait, the others are told when to come again, and another workspace waits for none of them", async () => {
  const [ctx, other] = [await createWorkspace(database.db), await createWorkspace(database.db)];
  const begun: string[] = [];
  const run = (of: typeof ctx) => backTest({ ctx: of, input: {}, budget: { ms: 1_000, clock: () => { begun.push(of.workspaceId); return 0; } } });
  const beganIn = (of: typeof ctx) => begun.filter((id) => id === of.workspaceId).length;
  const { results, theirs } = await database.db.$transaction(async (tx) => {
    // Whoever has begun waits here.
    await tx.$executeRaw`LOCK TABLE hourly_counts IN ACCESS EXCLUSIVE MODE`;
    const results = Array.from({ length: 100 }, () => run(ctx));
    const refused = await Promise.allSettled(results.slice(10));
    for (const one of refused) expect(one).toMatchObject({ status: "rejected", reason: { code: "limit_exceeded", retryAfterSec: 5 } });
    const theirs = run(other);
    expect([beganIn(ctx), beganIn(other)]).toEqual([2, 1]);
    return { results, theirs: [theirs] };
  });
  const answers = await Promise.all([...results.slice(0, 10), ...theirs]);
  expect(answers.every((answer) => answer.selected === 0)).toBe(true);
  expect(beganIn(ctx)).toBe(10);
  // Those that failed have given their place back, too.
  await expect(backTest({ ctx: { ...ctx, db: null as never }, input: {} })).rejects.toThrow();
  await Promise.all([run(ctx), run(ctx), run(ctx)]);
});
