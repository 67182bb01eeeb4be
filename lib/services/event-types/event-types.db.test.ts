import { afterAll, beforeAll, expect, test } from "vitest";
import { ingestEvents } from "@/lib/services/events/ingest";
import { listTestOptions } from "@/lib/services/events/list-test-options";
import { updateWorkspace } from "@/lib/services/workspaces/update";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import type { Ctx } from "@/lib/services/context";
import { createEventType } from "./create";
import { deleteEventType } from "./delete";
import { getEventType } from "./get";
import { listEventTypes } from "./list";
import { updateEventType } from "./update";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

const at = (path: string, message = expect.any(String) as unknown) => ({ code: "invalid", issues: [expect.objectContaining({ path, message })] });
const send = async (ctx: Ctx, event: string) => (await ingestEvents({ ctx, input: { body: Buffer.from(JSON.stringify([{ event, data: {} }])) } })).results[0]!;
const seats = { type: "object", required: ["seats"], properties: { seats: { type: "integer", minimum: 1 } } };

test("an own type is listed after the sixteen, offered for tests, and accepted by a strict workspace until it is deleted", async () => {
  const ctx = await createWorkspace(database.db);
  await updateWorkspace({ ctx, input: { acceptsUnknownTypes: false } });
  expect(await send(ctx, "WORKSHOP_BOOKED")).toMatchObject({ outcome: "rejected", error: { code: "invalid", issues: [{ path: "event" }] } });
  await createEventType({ ctx, input: { name: "WORKSHOP_BOOKED", title: "Workshop booked", schema: seats, sample: '{ "seats": 2 }' } });
  expect(await send(ctx, "WORKSHOP_BOOKED")).toMatchObject({ outcome: "accepted" });
  const { data } = await listEventTypes({ ctx, input: {} });
  expect(data).toHaveLength(17);
  expect(data.at(-1)).toMatchObject({ name: "WORKSHOP_BOOKED", group: "own", schema: seats, samples: [{ data: '{ "seats": 2 }' }] });
  expect((await listTestOptions({ ctx })).eventTypes.at(-1)).toMatchObject({ name: "WORKSHOP_BOOKED" });
  expect(await getEventType({ ctx, input: { name: "WORKSHOP_BOOKED" } })).toMatchObject({ eventCount: 1 });
  await deleteEventType({ ctx, input: { name: "WORKSHOP_BOOKED" } });
  expect(await send(ctx, "WORKSHOP_BOOKED")).toMatchObject({ outcome: "rejected" });
  await expect(getEventType({ ctx, input: { name: "WORKSHOP_BOOKED" } })).rejects.toMatchObject({ code: "not_found" });
});

test("a name that is taken, built in, reserved or not sendable is refused at its field", async () => {
  const ctx = await createWorkspace(database.db);
  const create = (name: string) => createEventType({ ctx, input: { name, title: "T" } });
  await create("MINE");
  await expect(create("MINE")).rejects.toMatchObject(at("name", expect.stringContaining("already")));
  for (const name of ["PURCHASE_APPROVED", "aviso.subscription.down", "with space", "", "..", "x".repeat(129)]) await expect(create(name), name).rejects.toMatchObject({ issues: expect.arrayContaining([expect.objectContaining({ path: ["name"] })]) });
  const raced = await Promise.allSettled([create("RACE"), create("RACE")]);
  expect(raced.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("a schema must be JSON Schema 2020-12, and the sample must fit it, also when only one of them changes", async () => {
  const ctx = await createWorkspace(database.db);
  const create = (schema: unknown, sample: unknown = null) => createEventType({ ctx, input: { name: "A", title: "A", schema: schema as never, sample: sample as never } });
  for (const schema of [{ type: "no such type" }, { $schema: "http://json-schema.org/draft-07/schema#" }, { $ref: "https://example.com/other.json" }, { $async: true, type: "string" }]) {
    await expect(create(schema), JSON.stringify(schema)).rejects.toMatchObject(at("schema"));
  }
  await expect(create(seats, { seats: 0 })).rejects.toMatchObject(at("sample", expect.stringContaining("seats must be >= 1")));
  for (const bad of ["{", "[]", "1", '"\ud800"', '{"a":"\\u0000"}', '{"\\ud800":1}']) await expect(create(bad), bad).rejects.toMatchObject({ issues: [expect.objectContaining({ path: ["schema"] })] });
  await createEventType({ ctx, input: { name: "B", title: "B", schema: '{"title":"a\\\\u0000"}', sample: '{"a":"\\u0000\\ud800"}' } });
  await create(seats, { seats: 1 });
  await expect(updateEventType({ ctx, input: { name: "A", sample: { seats: "one" } } })).rejects.toMatchObject(at("sample"));
  await expect(updateEventType({ ctx, input: { name: "A", schema: { ...seats, required: ["rows"] } } })).rejects.toMatchObject(at("sample"));
  expect(await updateEventType({ ctx, input: { name: "A", title: "B", schema: null } })).toMatchObject({ title: "B", schema: null, samples: [{ name: "B" }] });
});

test("a schema whose pattern never ends is refused within seconds, and holds nobody up", async () => {
  const ctx = await createWorkspace(database.db);
  const input = { name: "SLOW", title: "Slow", schema: { properties: { a: { pattern: "^(a+)+$" } } }, sample: { a: `${"a".repeat(60)}!` } };
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 10);
  await expect(createEventType({ ctx, input })).rejects.toMatchObject(at("sample", expect.stringContaining("longer than 1 s")));
  clearInterval(ticking);
  // The process has gone on with other things all the while.
  expect(ticks).toBeGreaterThan(30);
});

test("a built-in type stays as it is", async () => {
  const ctx = await createWorkspace(database.db);
  await expect(updateEventType({ ctx, input: { name: "SWITCH_PLAN", title: "x" } })).rejects.toMatchObject({ code: "conflict" });
  await expect(deleteEventType({ ctx, input: { name: "SWITCH_PLAN" } })).rejects.toMatchObject({ code: "conflict" });
});

test("the list is paged and searched; another workspace's types are not there", async () => {
  const [ctx, other] = [await createWorkspace(database.db), await createWorkspace(database.db)];
  for (const name of ["z.last", "A.first"]) await createEventType({ ctx, input: { name, title: name } });
  await createEventType({ ctx: other, input: { name: "THEIRS", title: "Theirs" } });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listEventTypes({ ctx, input: { limit: 5, cursor } });
    seen.push(...page.data.map((type) => type.name));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(18);
  expect(seen.slice(16)).toEqual(["A.first", "z.last"]);
  expect((await listEventTypes({ ctx, input: { search: "refund" } })).data.map((type) => type.name)).toContain("PURCHASE_PROTEST");
  for (const call of [getEventType, deleteEventType, updateEventType]) await expect(call({ ctx, input: { name: "THEIRS" } })).rejects.toMatchObject({ code: "not_found" });
  expect((await listEventTypes({ ctx, input: { cursor: "B.deleted" } })).data.map((type) => type.name)).toEqual(["z.last"]);
});

test("a schema that names a property __proto__ is refused at its field, wherever it does; a sample may, for it is kept as text", async () => {
  const ctx = await createWorkspace(database.db);
  for (const schema of ['{"__proto__":{"title":"T"}}', '{"default":{"__proto__":null}}', '{"anyOf":[{"default":{"\\u005f_proto__":1}}]}']) {
    await expect(createEventType({ ctx, input: { name: "MINE", title: "T", schema } }), schema).rejects.toMatchObject({ issues: [expect.objectContaining({ path: ["schema"], message: "May not name a property __proto__" })] });
  }
  await createEventType({ ctx, input: { name: "MINE", title: "T", schema: seats, sample: '{ "seats": 1, "__proto__": null }' } });
  await expect(updateEventType({ ctx, input: { name: "MINE", schema: '{"default":{"__proto__":null}}' } })).rejects.toMatchObject({ issues: [expect.objectContaining({ path: ["schema"] })] });
  expect(await getEventType({ ctx, input: { name: "MINE" } })).toMatchObject({ schema: seats, samples: [{ data: '{ "seats": 1, "__proto__": null }' }] });
});
