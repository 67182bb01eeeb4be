import { afterAll, beforeAll, expect, test } from "vitest";
import { ingestEvents } from "@/lib/services/events/ingest";
import { MAX_PRODUCTS } from "@/lib/services/events/ingest-product";
import { updateWorkspace } from "@/lib/services/workspaces/update";
import { newUuid } from "@/lib/domain/ids";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import type { Ctx } from "@/lib/services/context";
import { archiveProduct } from "./archive";
import { createProduct } from "./create";
import { getProduct } from "./get";
import { listProducts } from "./list";
import { unarchiveProduct } from "./unarchive";
import { updateProduct } from "./update";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

const send = async (ctx: Ctx, event: object) =>
  (await ingestEvents({ ctx, input: { body: Buffer.from(JSON.stringify([{ event: "PURCHASE_APPROVED", data: {}, ...event }])) } })).results[0]!;

test("an event finds its product by Aviso's id, the platform's id and the ucode, as they are now", async () => {
  const ctx = await createWorkspace(database.db);
  const product = await createProduct({ ctx, input: { name: " Course ", externalId: "4211", ucode: "u-1" } });
  expect(product).toMatchObject({ id: expect.stringMatching(/^prd_/), name: "Course", origin: "created" });
  for (const named of [product.id, "4211", "u-1"]) expect(await send(ctx, { product: named })).toMatchObject({ outcome: "accepted" });
  await updateProduct({ ctx, input: { productId: product.id, name: "Course 2", externalId: "4212" } });
  await send(ctx, { product: "4212" });
  const { data } = await listProducts({ ctx, input: {} });
  expect(data).toEqual([expect.objectContaining({ name: "Course 2", externalId: "4212", ucode: "u-1", eventCount: 4, lastEventAt: expect.any(Date) })]);
});

test("an id that another product has, archived or not, is refused at its field; taking it away frees it", async () => {
  const ctx = await createWorkspace(database.db);
  const first = await createProduct({ ctx, input: { name: "First", externalId: "1", ucode: "one" } });
  const second = await createProduct({ ctx, input: { name: "Second", externalId: "2" } });
  await archiveProduct({ ctx, input: { productId: first.id } });
  const path = (field: string) => ({ code: "invalid", issues: [{ path: field, message: expect.stringContaining("First") }] });
  await expect(createProduct({ ctx, input: { name: "Third", externalId: "1" } })).rejects.toMatchObject(path("externalId"));
  await expect(createProduct({ ctx, input: { name: "Third", ucode: "1" } })).rejects.toMatchObject(path("ucode"));
  await expect(updateProduct({ ctx, input: { productId: second.id, externalId: "one" } })).rejects.toMatchObject(path("externalId"));
  expect(await updateProduct({ ctx, input: { productId: first.id, externalId: "1", ucode: "" } })).toMatchObject({ externalId: "1", ucode: null });
  expect(await updateProduct({ ctx, input: { productId: second.id, ucode: "one" } })).toMatchObject({ ucode: "one", externalId: "2" });
});

test("two that ask for the same id at the same time: one gets it", async () => {
  const ctx = await createWorkspace(database.db);
  const made = await Promise.allSettled(["A", "B", "C"].map((name) => createProduct({ ctx, input: { name, ucode: "same" } })));
  expect(made.filter((one) => one.status === "fulfilled")).toHaveLength(1);
});

test("an archived product leaves the list, still takes events, and comes back", async () => {
  const ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: "https://crm.example.com/hook" });
  const { id } = await createProduct({ ctx, input: { name: "Old", externalId: "9" } });
  await archiveProduct({ ctx, input: { productId: id } });
  expect((await listProducts({ ctx, input: {} })).data).toEqual([]);
  expect((await listProducts({ ctx, input: { show: "archived" } })).data).toHaveLength(1);
  expect(await send(ctx, { product: "9" })).toMatchObject({ outcome: "accepted", deliveries: 1 });
  expect(await unarchiveProduct({ ctx, input: { productId: id } })).toMatchObject({ archivedAt: null });
  expect((await listProducts({ ctx, input: {} })).data[0]).toMatchObject({ id, eventCount: 1 });
});

test("an unknown product is discovered; switched off, it is refused with the known ones as a hint", async () => {
  const ctx = await createWorkspace(database.db);
  expect(await send(ctx, { data: { product: { id: 77, name: "From an event" } } })).toMatchObject({ outcome: "accepted" });
  expect((await listProducts({ ctx, input: { search: "from AN" } })).data).toEqual([expect.objectContaining({ name: "From an event", externalId: "77", origin: "discovered" })]);
  await updateWorkspace({ ctx, input: { discoversProducts: false } });
  expect(await send(ctx, { data: { product: { id: 78, name: "Another" } } })).toMatchObject({
    outcome: "rejected",
    error: { code: "invalid", fix: expect.stringContaining("From an event (77)"), issues: [{ path: "data.product.id" }] },
  });
  expect((await listProducts({ ctx, input: {} })).data).toHaveLength(1);
});

test("the list is paged by name without gaps or repetitions, and searched as typed", async () => {
  const ctx = await createWorkspace(database.db);
  for (const name of ["b", "A", "a", "C", "100%_b"]) await createProduct({ ctx, input: { name } });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listProducts({ ctx, input: { limit: 2, cursor } });
    seen.push(...page.data.map((product) => product.name));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen.map((name) => name.toLowerCase())).toEqual(["100%_b", "a", "a", "b", "c"]);
  expect((await listProducts({ ctx, input: { search: "%_" } })).data.map((product) => product.name)).toEqual(["100%_b"]);
});

test("another workspace's product is not there: not to read, not to change, not to collide with", async () => {
  const [mine, theirs] = [await createWorkspace(database.db), await createWorkspace(database.db)];
  const product = await createProduct({ ctx: theirs, input: { name: "Theirs", externalId: "1" } });
  await createProduct({ ctx: mine, input: { name: "Mine", externalId: "1" } });
  const input = { productId: product.id };
  for (const call of [() => getProduct({ ctx: mine, input }), () => updateProduct({ ctx: mine, input: { ...input, name: "x" } }), () => archiveProduct({ ctx: mine, input }), () => unarchiveProduct({ ctx: mine, input })]) {
    await expect(call()).rejects.toMatchObject({ code: "not_found" });
  }
  expect((await listProducts({ ctx: mine, input: {} })).data.map((one) => one.name)).toEqual(["Mine"]);
  expect(await getProduct({ ctx: theirs, input })).toMatchObject({ name: "Theirs", eventCount: 0, lastEventAt: null });
});

test("products come to an end, by hand and by events, so that a key that only sends fills no web process; events of those that are there go on", async () => {
  const ctx = await createWorkspace(database.db);
  await ctx.db.product.createMany({ data: Array.from({ length: MAX_PRODUCTS - 1 }, (_, index) => ({ id: newUuid(), workspaceId: ctx.workspaceId, name: "P", externalId: String(index) })) });
  expect(await send(ctx, { product: "the last" })).toMatchObject({ outcome: "accepted" });
  expect(await send(ctx, { product: "one more" })).toMatchObject({ outcome: "rejected", error: { code: "invalid", fix: expect.stringContaining(String(MAX_PRODUCTS)), issues: [{ path: "product" }] } });
  await expect(createProduct({ ctx, input: { name: "By hand" } })).rejects.toMatchObject({ code: "limit_exceeded" });
  for (const product of ["the last", "7"]) expect(await send(ctx, { product })).toMatchObject({ outcome: "accepted" });
  expect(await send(ctx, {})).toMatchObject({ outcome: "accepted" });
  expect(await ctx.db.product.count({ where: { workspaceId: ctx.workspaceId } })).toBe(MAX_PRODUCTS);
});
