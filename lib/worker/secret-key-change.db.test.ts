import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Db } from "@/lib/db/client";
import { loadJobs } from "@/lib/delivery/load";
import { showId } from "@/lib/domain/ids";
import { claimDue } from "@/lib/queue/claim";
import { rotateSecretKey } from "@/lib/services/secret-key/rotate";
import { revealSecret } from "@/lib/services/subscriptions/reveal-secret";
import { rotateSecret } from "@/lib/services/subscriptions/rotate-secret";
import { updateSubscription } from "@/lib/services/subscriptions/update";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { sendEvents } from "@/lib/testing/send-events";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());

test("at each moment of a change of the key, web and worker, before and after they were replaced, read every secret; what people save meanwhile stays", async () => {
  const { db } = database;
  const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
  const ctx = { ...(await createWorkspace(db)), secretKey: oldKey };
  const policy = { allowedRanges: [], allowHttp: false, ownOrigin: ctx.origin };
  const made = [await createSubscription(ctx, { url: "https://a.example.com/hook" }), await createSubscription(ctx, { url: "https://b.example.com/hook" })];
  const ids = made.map(({ id }) => showId("subscription", id));
  const save = (secretKey: typeof ctx.secretKey | [Buffer, Buffer], value: string) => updateSubscription({ ctx: { ...ctx, secretKey }, policy, input: { id: ids[0]!, headers: [{ name: "x-key", value }] } });
  await save(oldKey, "first");
  await sendEvents(ctx, 1);
  const claims = (await claimDue(db, { workerId: "w", limit: 100, now: new Date(Date.now() + 1_000) })).filter(({ subscriptionId }) => made.some(({ id }) => id === subscriptionId));
  expect(claims).toHaveLength(2);
  let header = "first";
  let moments = 0;
  const expectRead = async () => {
    moments++;
    for (const secretKey of [[oldKey, newKey], [newKey, oldKey]] as const) {
      const { jobs, unreadable } = await loadJobs(db, secretKey, claims, new Date());
      expect([jobs.length, unreadable.length]).toEqual([2, 0]);
      for (const { id, secret } of made) expect(jobs.find(({ claim }) => claim.subscriptionId === id)!.target.secrets).toContain(secret);
      expect(jobs.flatMap(({ target }) => target.headers)).toEqual([{ name: "x-key", value: header }]);
      expect((await revealSecret({ ctx: { ...ctx, secretKey }, input: { id: ids[1]! } })).secrets.map(({ secret }) => secret)).toContain(made[1]!.secret);
    }
  };
  // Each value is about to be written when somebody saves another one, by a process of either kind.
  const busy = {
    $queryRawUnsafe: db.$queryRawUnsafe.bind(db) as Db["$queryRawUnsafe"],
    $executeRawUnsafe: async (...values: Parameters<Db["$executeRawUnsafe"]>) => {
      if (values[0].includes("headers_encrypted")) await save([oldKey, newKey], (header = "second"));
      else await rotateSecret({ ctx: { ...ctx, secretKey: [newKey, oldKey] }, input: { id: ids[1]!, overlapHours: 24 } });
      await expectRead();
      const changed = await db.$executeRawUnsafe(...values);
      await expectRead();
      return changed;
    },
  };
  await rotateSecretKey({ db: busy as Db, key: [newKey, oldKey] });
  expect(moments).toBeGreaterThan(4);
  // What an old process saved just then is found by the next run.
  expect((await rotateSecretKey({ db, key: [newKey, oldKey] })).resealed).toBe(1);
  const { jobs, unreadable } = await loadJobs(db, newKey, claims, new Date());
  expect([jobs.length, unreadable.length]).toEqual([2, 0]);
  expect(jobs.flatMap(({ target }) => target.headers)).toEqual([{ name: "x-key", value: "second" }]);
});
