import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, readId, showId } from "@/lib/domain/ids";
import { createProduct } from "@/lib/services/products/create";
import { updateProduct } from "@/lib/services/products/update";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { listAudit } from "./list";
import { recordAudit } from "./record";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

test("a change is written down with who, when, from where, before and after, and only what differs", async () => {
  const userId = newUuid();
  const ctx = { ...(await createWorkspace(database.db)), actor: { kind: "user" as const, id: userId, name: "Ana" }, address: "198.51.100.7" };
  const product = await createProduct({ ctx, input: { name: "Course", externalId: "7" } });
  await updateProduct({ ctx, input: { productId: product.id, name: "Course 2", externalId: "7" } });
  const { data: entries } = await listAudit({ ctx, input: {} });
  expect(entries).toEqual([
    expect.objectContaining({ action: "product.updated", actor: { kind: "user", id: showId("user", userId), name: "Ana" }, address: "198.51.100.7", target: { id: product.id, name: "Course 2" }, before: { name: "Course" }, after: { name: "Course 2" } }),
    expect.objectContaining({ action: "product.created", before: null, after: { name: "Course", externalId: "7", ucode: null } }),
  ]);
  expect(Math.abs(entries[0]!.at.getTime() - Date.now())).toBeLessThan(60_000);
});

test("a change that fails leaves no entry, and an entry that fails leaves no change", async () => {
  const ctx = await createWorkspace(database.db);
  const one = await createProduct({ ctx, input: { name: "One", externalId: "1" } });
  await expect(updateProduct({ ctx, input: { productId: one.id, externalId: "x".repeat(300) } })).rejects.toThrow();
  await expect(ctx.db.$transaction(async (tx) => {
    await tx.product.update({ where: { id: readId("product", one.id)! }, data: { name: "Gone" } });
    await recordAudit(tx, { ...ctx, actor: { kind: "nobody", name: "x" } as never }, { action: "product.updated" });
  })).rejects.toThrow();
  expect((await ctx.db.product.findFirstOrThrow({ where: { workspaceId: ctx.workspaceId } })).name).toBe("One");
  expect((await listAudit({ ctx, input: {} })).data).toHaveLength(1);
});

test("nothing in the log can be changed, removed or emptied", async () => {
  const ctx = await createWorkspace(database.db);
  await recordAudit(ctx.db, ctx, { action: "workspace.updated" });
  for (const sql of ["UPDATE audit_log SET actor_name = 'Nobody'", "DELETE FROM audit_log", "TRUNCATE audit_log"]) {
    await expect(ctx.db.$executeRawUnsafe(sql), sql).rejects.toThrow(/append-only/);
  }
  await ctx.db.workspace.delete({ where: { id: ctx.workspaceId } });
  expect((await listAudit({ ctx, input: {} })).data).toHaveLength(1);
});

test("secrets are hidden before they are written, however deep", async () => {
  const ctx = await createWorkspace(database.db);
  const planted = "PLANTED-7f3a";
  await recordAudit(ctx.db, ctx, {
    action: "subscription.updated",
    before: { secret: planted, headers: [{ name: "x-api-key", value: planted }] },
    after: { nested: { list: [{ passwordHash: planted }], hottok: planted }, headers: ["x-api-key"] },
  });
  const { data: entries } = await listAudit({ ctx, input: {} });
  expect(JSON.stringify(entries)).not.toContain(planted);
  expect(entries[0]!.after).toMatchObject({ headers: ["x-api-key"] });
});

test("filters combine, pages hang on ids, and another workspace's entries are never seen", async () => {
  const [ctx, other] = [await createWorkspace(database.db), await createWorkspace(database.db)];
  for (let index = 0; index < 5; index++) await recordAudit(ctx.db, ctx, { action: index % 2 ? "product.created" : "product.updated", target: { kind: "product", id: newUuid() } });
  await recordAudit(other.db, other, { action: "product.created" });
  const first = await listAudit({ ctx, input: { limit: 3 } });
  const second = await listAudit({ ctx, input: { limit: 3, cursor: first.next! } });
  expect([first.data.length, second.data.length, second.next]).toEqual([3, 2, null]);
  expect((await listAudit({ ctx, input: { action: "product.created" } })).data).toHaveLength(2);
  expect((await listAudit({ ctx, input: { targetId: first.data[0]!.target!.id, action: first.data[0]!.action } })).data).toEqual([first.data[0]]);
  expect((await listAudit({ ctx, input: { until: new Date(Date.now() - 60_000).toISOString() } })).data).toEqual([]);
  expect((await listAudit({ ctx: other, input: {} })).data).toHaveLength(1);
});

// What changes these without an entry, and why that is right.
const SILENT: Record<string, string> = {
  "lib/services/demo/seed.ts": "makes the demo",
  "lib/services/invitations/accept.ts": "consume.ts, which it calls, writes it down",
  "lib/services/people/choose-language.ts": "notes what language a person reads",
  "lib/services/people/sign-in-by-provider.ts": "consume.ts and record-sign-in.ts, which it calls, write it down",
  "lib/services/people/members.ts": "parts of what change-role, remove and leave write down",
  "lib/services/workspaces/switch.ts": "notes where a person works now",
  "lib/services/events/ingest-product.ts": "an event discovered the product",
};

test("every service that changes what a person configured writes it down", () => {
  const change = /\b(subscription|subscriptionSecret|product|eventType|apiKey|member|invitation|workspace|user|receiver)\.(create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany)\(/;
  const silent = globSync("lib/services/**/*.ts").map((file) => file.replaceAll("\\", "/")).filter((file) => {
    if (file.endsWith(".test.ts")) return false;
    const source = readFileSync(file, "utf8");
    return change.test(source) && !/\brecord(Audit|Change)\(/.test(source);
  });
  expect(silent.toSorted()).toEqual(Object.keys(SILENT).toSorted());
});
