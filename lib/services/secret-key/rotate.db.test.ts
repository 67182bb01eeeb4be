import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isSealedWithFirst, seal, unseal } from "@/lib/domain/sealed";
import { newUuid, showId } from "@/lib/domain/ids";
import { loadJobs } from "@/lib/delivery/load";
import type { Db } from "@/lib/db/client";
import { claimDue } from "@/lib/queue/claim";
import { revealSecret } from "@/lib/services/subscriptions/reveal-secret";
import { rotateSecret } from "@/lib/services/subscriptions/rotate-secret";
import { updateSubscription } from "@/lib/services/subscriptions/update";
import { sendEvents } from "@/lib/testing/send-events";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { rotateSecretKey, SEALED_COLUMNS } from "./rotate";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());

test("every column that is sealed is among those that change their key", async () => {
  const rows = await database.db.$queryRaw<{ table: string; column: string }[]>`
    SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND (c.column_name LIKE '%encrypted%' OR c.column_name LIKE '%sealed%')`;
  const byName = (a: { table: string; column: string }, b: { table: string; column: string }) => (`${a.table}.${a.column}` < `${b.table}.${b.column}` ? -1 : 1);
  expect(rows.sort(byName)).toEqual([...SEALED_COLUMNS].sort(byName));
});

test("after a rotation everything opens with the new key alone, a second one finds nothing to do, and one that was broken off goes on", async () => {
  const { db } = database;
  const [oldKey, newKey, lostKey] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  const ctx = { ...(await createWorkspace(db)), secretKey: oldKey };
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) ids.push((await createSubscription(ctx, { url: "https://example.com/hook" })).id);
  await db.subscription.updateMany({ where: { id: { in: ids } }, data: { headersEncrypted: seal(oldKey, "headers"), hottokEncrypted: seal(oldKey, "hottok") } });
  await db.subscriptionDraft.create({ data: { id: newUuid(), workspaceId: ctx.workspaceId, sealed: seal(oldKey, "draft"), createdBy: "Ana", createdAt: new Date(), updatedAt: new Date() } });
  // As if broken off: some of it has the new key already.
  await db.subscription.update({ where: { id: ids[0]! }, data: { headersEncrypted: seal(newKey, "headers") } });
  const lost = await createSubscription({ ...ctx, secretKey: lostKey }, { url: "https://example.com/lost" });

  // Before it both keys open what either sealed, in whichever order they are given.
  const secrets = await db.subscriptionSecret.findMany({ where: { subscriptionId: { in: ids } } });
  for (const { secretEncrypted } of secrets) expect(unseal([newKey, oldKey], secretEncrypted)).toMatch(/^whsec_/);

  expect(await rotateSecretKey({ db, key: [newKey, oldKey] })).toEqual({ resealed: 3 + 2 + 3 + 1, unreadable: 1 });
  for (const { table, column } of SEALED_COLUMNS) {
    const rows = await db.$queryRawUnsafe<{ sealed: string }[]>(`SELECT "${column}" AS sealed FROM "${table}" WHERE "${column}" IS NOT NULL AND id::text <> ALL($1)`, (await db.subscriptionSecret.findMany({ where: { subscriptionId: lost.id } })).map(({ id }) => id));
    expect(rows.length).toBeGreaterThan(0);
    for (const { sealed } of rows) expect(isSealedWithFirst(newKey, sealed)).toBe(true);
  }
  expect(await rotateSecretKey({ db, key: [newKey, oldKey] })).toEqual({ resealed: 0, unreadable: 1 });
  expect(await rotateSecretKey({ db, key: [newKey, lostKey] })).toEqual({ resealed: 1, unreadable: 0 });
});

test("at each moment of it, web and worker, before and after they were replaced, read every secret; what people save meanwhile stays", async () => {
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
