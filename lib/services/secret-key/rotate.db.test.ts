import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isSealedWithFirst, seal, unseal } from "@/lib/domain/sealed";
import { newUuid } from "@/lib/domain/ids";
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
