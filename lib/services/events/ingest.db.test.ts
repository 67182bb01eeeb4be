import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { newUuid, readId } from "@/lib/domain/ids";
import { EVENT_TYPES } from "@/lib/domain/event-types/catalogue";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { ingestEvents } from "./ingest";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;

beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());
beforeEach(async () => {
  const workspace = await database.db.workspace.create({ data: { id: newUuid(), name: "Test" } });
  ctx = { db: database.db, workspaceId: workspace.id, actor: { kind: "system", name: "test" }, now: () => new Date(), secretKey: Buffer.alloc(32), origin: "http://localhost" };
});

const subscribe = (status: string) =>
  ctx.db.subscription.create({ data: { id: newUuid(), workspaceId: ctx.workspaceId, name: status, url: "https://example.com", status, eventTypes: [] } });
const send = (body: string, idempotencyKey?: string) => ingestEvents({ ctx, input: { body: Buffer.from(body), idempotencyKey: idempotencyKey ?? null } });
const setWorkspace = (data: { discoversProducts?: boolean; acceptsUnknownTypes?: boolean }) =>
  ctx.db.workspace.update({ where: { id: ctx.workspaceId }, data: { ...data, configVersion: { increment: 1 } } });
const createProduct = async (ids: { externalId?: string; ucode?: string }) =>
  (await ctx.db.product.create({ data: { id: newUuid(), workspaceId: ctx.workspaceId, name: "P", ...ids } })).id;
const count = () => ctx.db.event.count({ where: { workspaceId: ctx.workspaceId } });

test("data is stored byte for byte, and a given id and date stay the envelope's", async () => {
  const data = '{ "b":1.0,"a" : 12345678901234567890,"e":"\\u00e7\\/\\u0000\\ud800","__proto__":{"x":1e400},"b":2}';
  const { results } = await send(`{"data":${data},"id":"abc","event":"X","creation_date":1700000000000}`);
  const id = results[0]!.outcome === "accepted" ? results[0]!.id : "";
  const event = await ctx.db.event.findFirstOrThrow({ where: { id: readId("event", id)! } });
  expect(event.body).toBe(`{"id":"abc","creation_date":1700000000000,"event":"X","version":"2.0.0","data":${data}}`);
});

const SAMPLES = EVENT_TYPES.flatMap(({ name, samples }) => samples.map((sample) => ({ eventType: name, ...sample })));

test.each(SAMPLES)("$eventType, $name: the whole envelope is taken as the platform sends it, whatever its order", async ({ eventType, data }) => {
  interface Named { product?: { id: unknown; ucode?: string } }
  const { product, subscription, line_items: [item] = [] } = JSON.parse(data) as Named & { subscription?: Named; line_items?: Named[] };
  const { id, ucode } = (product ?? subscription?.product ?? item?.product)!;
  const [byId, byUcode] = [await createProduct({ externalId: String(id) }), ucode && (await createProduct({ ucode }))];
  await setWorkspace({ discoversProducts: false, acceptsUnknownTypes: false });
  const [at, creation] = [1_742_212_345_678, newUuid()];
  const taken = async (body: string) => {
    const result = (await send(body)).results[0]!;
    return ctx.db.event.findFirstOrThrow({ where: { id: readId("event", result.outcome === "accepted" ? result.id : "")! } });
  };
  const event = await taken(`{"data":${data},"id":"${creation}","creation_date":${at},"event":"${eventType}","version":"2.0.0"}`);
  expect(event).toMatchObject({ eventType, externalId: creation, productId: byId, occurredAt: new Date(at) });
  expect(event.body).toBe(`{"id":"${creation}","creation_date":${at},"event":"${eventType}","version":"2.0.0","data":${data}}`);
  // As of a student's first access, and with the token that tests and changed charge dates carry: that goes no further.
  const other = await taken(`{"data":${data},"hottok":"s3cret","id":"2","creationDate":${at},"event":"${eventType}","version":"2.0.0"}`);
  expect(other).toMatchObject({ eventType, externalId: "2", productId: byId, occurredAt: new Date(at) });
  expect(other.body).toBe(event.body.replace(creation, "2"));
  if (!byUcode) return;
  await ctx.db.product.update({ where: { id: byId }, data: { externalId: null } });
  await setWorkspace({});
  expect((await taken(`{"data":${data},"id":"3","creation_date":${at},"event":"${eventType}","version":"2.0.0"}`)).productId).toBe(byUcode);
});

test("the same id or Idempotency-Key is a duplicate with the first one's id, also at the same time and within a batch", async () => {
  const event = '{"event":"X","id":"same","data":{}}';
  const all = (await Promise.all(Array.from({ length: 20 }, () => send(event)))).map((one) => one.results[0]!);
  expect(all.filter((one) => one.outcome === "accepted")).toHaveLength(1);
  expect(new Set(all.map((one) => (one.outcome === "rejected" ? "" : one.id))).size).toBe(1);
  expect((await send(`[${event},{"event":"X","id":"n","data":{}},{"event":"X","id":"n","data":{}}]`)).results.map((one) => one.outcome)).toEqual(["duplicate", "accepted", "duplicate"]);
  expect((await send('{"event":"X","data":{}}', "k")).results[0]!.outcome).toBe("accepted");
  expect((await send('{"event":"X","data":{}}', "k")).results[0]!.outcome).toBe("duplicate");
  expect(await count()).toBe(3);
  // A batch's key stands for its items one by one, and no single event's key can be taken for one of those.
  const batch = '[{"event":"X","data":{}},{"event":"X","data":{}}]';
  expect((await send(batch, "b")).results.map((one) => one.outcome)).toEqual(["accepted", "accepted"]);
  expect((await send(batch, "b")).results.map((one) => one.outcome)).toEqual(["duplicate", "duplicate"]);
  for (const key of ["b", "b#0", "0:b", "item:0:b"]) expect((await send('{"event":"X","data":{}}', key)).results[0]!.outcome, key).toBe("accepted");
});

test("one bad item does not sink a batch", async () => {
  const { results } = await send('[{"event":"X","data":{}},{"event":"a b","data":{}},{"event":"X","event":"X","data":{}}]');
  expect(results.map((one) => (one.outcome === "rejected" ? one.error.code : one.outcome))).toEqual(["accepted", "invalid", "malformed"]);
});

test("an unknown product is discovered once, its big id kept digit for digit, or refused with the known ones", async () => {
  const event = '{"event":"X","data":{"product":{"id":12345678901234567890,"name":"Curso"}}}';
  await Promise.all([send(event), send(event), send(event)]);
  const products = await ctx.db.product.findMany({ where: { workspaceId: ctx.workspaceId } });
  expect(products.map((p) => [p.externalId, p.name, p.origin])).toEqual([["12345678901234567890", "Curso", "discovered"]]);
  await setWorkspace({ discoversProducts: false });
  const error = await send('{"event":"X","product":"nope","data":{}}').catch((e: AppError) => e as AppError);
  expect(error).toMatchObject({ code: "invalid", issues: [{ path: "product" }], fix: expect.stringContaining("Curso") });
});

test("a batch of a thousand new products asks the database a few times, not for each: its transaction has an end, and a database may be far away", async () => {
  const queries = vi.spyOn(pg.Client.prototype, "query");
  const { results } = await send(JSON.stringify(Array.from({ length: 1_000 }, (_, n) => ({ event: "X", data: { product: { id: n, name: `P${n}` } } }))));
  const asked = queries.mock.calls.length;
  queries.mockRestore();
  expect(results.every((one) => one.outcome === "accepted")).toBe(true);
  expect(await ctx.db.product.count({ where: { workspaceId: ctx.workspaceId } })).toBe(1_000);
  expect(asked).toBeLessThan(40);
});

test("products that a batch names more than once, by one id or the other, are made once", async () => {
  const of = (product: object) => ({ event: "X", data: { product } });
  await send(JSON.stringify([of({ ucode: "u", name: "A" }), of({ ucode: "u", name: "A" }), of({ id: "1", ucode: "v", name: "B" }), of({ ucode: "v" }), { ...of({ name: "B" }), product: "v" }, { event: "X", product: "2", data: {} }]));
  const products = await ctx.db.product.findMany({ where: { workspaceId: ctx.workspaceId }, orderBy: { name: "asc" } });
  expect(products.map((p) => [p.externalId, p.ucode, p.name])).toEqual([["2", null, "2"], [null, "u", "A"], ["1", "v", "B"]]);
});

test("a ucode stays with the product that has it: a new one that names it too gets none", async () => {
  const known = { event: "X", data: { product: { ucode: "u" } } };
  const as = (product: string) => ({ ...known, product });
  const productOf = async (event: object) => {
    const result = (await send(JSON.stringify(event))).results[0]!;
    const { productId } = await ctx.db.event.findFirstOrThrow({ where: { id: readId("event", result.outcome === "accepted" ? result.id : "")! } });
    return (await ctx.db.product.findUniqueOrThrow({ where: { id: productId! } })).name;
  };
  await ctx.db.product.create({ data: { id: newUuid(), workspaceId: ctx.workspaceId, name: "First", externalId: "1", ucode: "u" } });
  await setWorkspace({});
  expect([await productOf(as("2")), await productOf(known), await productOf(as("2"))]).toEqual(["2", "First", "2"]);
  // As two products could have it before.
  await ctx.db.product.updateMany({ where: { workspaceId: ctx.workspaceId }, data: { ucode: "u" } });
  await setWorkspace({});
  expect(await productOf(known)).toBe("First");
});

test("one id names one product, whichever of its ids the sender takes it for", async () => {
  const product = await createProduct({ externalId: "1", ucode: "u" });
  const other = await createProduct({ externalId: "7" });
  await setWorkspace({});
  const productsOf = async (named: object[]) => {
    const { results } = await send(JSON.stringify(named.map((one) => ({ event: "X", data: { product: one } }))));
    const ids = results.map((one) => readId("event", one.outcome === "accepted" ? one.id : "")!);
    const events = await ctx.db.event.findMany({ where: { id: { in: ids } }, select: { id: true, productId: true } });
    return ids.map((id) => events.find((event) => event.id === id)!.productId);
  };
  expect(await productsOf([{ id: "u" }, { id: "u", ucode: "new" }, { ucode: "1" }, { id: "7", ucode: "u" }, { id: "8", ucode: "7" }])).toEqual([product, product, product, other, other]);
  // Also of those that are made on the way.
  const made = await productsOf([{ id: "2", ucode: "v" }, { id: "v" }, { ucode: "2" }]);
  expect(new Set(made).size).toBe(1);
  expect(await ctx.db.product.count({ where: { workspaceId: ctx.workspaceId } })).toBe(3);
});

test("new products that name one ucode come to the same in a batch as one after the other", async () => {
  const named = (ucode: string) => [
    { event: "X", data: { product: { id: `${ucode}-1`, ucode } } },
    { event: "X", data: { product: { id: `${ucode}-2`, ucode } } },
    { event: "X", data: { product: { ucode } } },
    { event: "X", product: `${ucode}-3`, data: { product: { id: `${ucode}-4`, ucode } } },
  ];
  const made = async (ucode: string) => {
    const events = await ctx.db.event.findMany({ where: { workspaceId: ctx.workspaceId, body: { contains: `"ucode":"${ucode}"` } }, orderBy: { id: "asc" } });
    const products = await ctx.db.product.findMany({ where: { workspaceId: ctx.workspaceId, id: { in: events.map((event) => event.productId!) } }, orderBy: { externalId: "asc" } });
    const nameless = (text: string | null) => text?.replace(ucode, "u");
    return { events: events.map((event) => nameless(products.find(({ id }) => id === event.productId)!.externalId)), products: products.map((p) => [nameless(p.externalId), nameless(p.ucode)]) };
  };
  for (const event of named("a")) await send(JSON.stringify(event));
  await send(JSON.stringify(named("b")));
  expect(await made("a")).toEqual({ events: ["u-1", "u-1", "u-1", "u-3"], products: [["u-1", "u"], ["u-3", undefined]] });
  expect(await made("b")).toEqual(await made("a"));
});

test("the refusal of an unknown product says where it was named", async () => {
  await setWorkspace({ discoversProducts: false });
  const named: [body: object, path: string][] = [
    [{ product: "9", data: { product: { id: 8 } } }, "product"],
    [{ product: "9", data: {} }, "product"],
    [{ data: { product: { id: 9, ucode: "u" } } }, "data.product.id"],
    [{ data: { product: { ucode: "u" } } }, "data.product.ucode"],
    [{ data: { product: {}, subscription: { product: { id: "9" } } } }, "data.subscription.product.id"],
    [{ data: { line_items: [{ product: { ucode: "u" } }] } }, "data.line_items.0.product.ucode"],
  ];
  for (const [body, path] of named) await expect(send(JSON.stringify({ event: "X", ...body })), path).rejects.toMatchObject({ code: "invalid", issues: [{ path }] });
});

test("a strict workspace refuses unknown types and takes built-in ones", async () => {
  await setWorkspace({ acceptsUnknownTypes: false });
  await expect(send('{"event":"X","data":{}}')).rejects.toMatchObject({ code: "invalid", issues: [{ path: "event" }] });
  expect((await send('{"event":"PURCHASE_APPROVED","data":{}}')).results[0]!.outcome).toBe("accepted");
});

test("what was accepted before is a duplicate also when its type or its product would be refused by now, and makes no product", async () => {
  const event = '{"event":"X","id":"same","data":{"product":{"id":"1"}}}';
  const first = (await send(event, "k")).results[0]!;
  expect(first.outcome).toBe("accepted");
  await ctx.db.product.updateMany({ where: { workspaceId: ctx.workspaceId }, data: { externalId: "other" } });
  await setWorkspace({});
  const duplicate = { outcome: "duplicate", id: first.outcome === "accepted" && first.id };
  const repeat = async () => [(await send(event)).results[0], (await send('{"event":"X","data":{"product":{"id":"1"}}}', "k")).results[0]];
  expect(await repeat()).toEqual([duplicate, duplicate]);
  expect(await ctx.db.product.count({ where: { workspaceId: ctx.workspaceId } })).toBe(1);
  await setWorkspace({ discoversProducts: false, acceptsUnknownTypes: false });
  expect(await repeat()).toEqual([duplicate, duplicate]);
  const batch = await send(`[{"event":"PURCHASE_APPROVED","data":{}},${event},{"event":"X","id":"new","data":{}}]`);
  expect(batch.results.map((one) => one.outcome)).toEqual(["accepted", "duplicate", "rejected"]);
  expect(await count()).toBe(2);
});

test("a key that is for some products only learns nothing of others' events by their ids", async () => {
  const event = '{"event":"X","id":"same","data":{"product":{"id":"1"}}}';
  await send(event);
  ctx.productIds = new Set([newUuid()]);
  await expect(send(event)).rejects.toMatchObject({ code: "forbidden" });
});

test("an active and a paused subscription get a delivery with its queue row, a disabled one only a verdict", async () => {
  for (const status of ["active", "paused", "disabled"]) await subscribe(status);
  expect((await send('{"event":"X","data":{}}')).results[0]).toMatchObject({ outcome: "accepted", deliveries: 2 });
  const where = { workspaceId: ctx.workspaceId };
  expect((await ctx.db.verdict.findMany({ where })).map((v) => v.verdict).sort()).toEqual(["delivered_to", "disabled", "paused"]);
  expect(await ctx.db.delivery.count({ where: { ...where, status: "waiting" } })).toBe(2);
  expect(await ctx.db.queueEntry.count({ where })).toBe(2);
  const counts = await ctx.db.hourlyCount.findMany({ where });
  expect(counts.map((c) => [c.outcome, Number(c.count)]).sort()).toEqual([["received", 1], ["waiting", 1], ["waiting", 1]]);
});

const nested = (depth: number) => `{"event":"X","data":{"a":${"[".repeat(depth - 2)}${"]".repeat(depth - 2)}}}`;

test("data may be nested 100 deep with its envelope, and no deeper", async () => {
  expect((await send(nested(100))).results[0]!.outcome).toBe("accepted");
  await expect(send(nested(101))).rejects.toMatchObject({ code: "malformed" });
});

test("what is malformed is refused and nothing is stored", async () => {
  const bad = ["{", '{"event":"X","data":{}', '{"event":"X","data":{},"d\\u0061ta":{}}', nested(101)];
  for (const body of bad) await expect(send(body)).rejects.toMatchObject({ code: "malformed" });
  await expect(ingestEvents({ ctx, input: { body: Buffer.from([0x7b, 0xff, 0x7d]) } })).rejects.toMatchObject({ code: "malformed" });
  expect(await count()).toBe(0);
});

test("an event of a day without a partition makes the partition and is stored", async () => {
  ctx.now = () => new Date("2031-01-02T03:04:05Z");
  expect((await send('{"event":"X","data":{}}')).results[0]!.outcome).toBe("accepted");
});
