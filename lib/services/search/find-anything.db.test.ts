import { afterAll, beforeAll, expect, test } from "vitest";
import { showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { ingestEvents } from "@/lib/services/events/ingest";
import { createProduct } from "@/lib/services/products/create";
import { createReceiver } from "@/lib/services/receivers/create";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { findAnything } from "./find-anything";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
let eventId: string;
let ids: { subscription: string; product: string; receiver: string };

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await createWorkspace(database.db);
  const subscription = await createSubscription(ctx, { url: "https://crm.example.com/hooks" });
  const product = await createProduct({ ctx, input: { name: "Curso de Violão", externalId: "4211" } });
  const receiver = await createReceiver({ ctx, input: { name: "My own CRM" } });
  ids = { subscription: showId("subscription", subscription.id), product: product.id, receiver: receiver.id };
  const data = { buyer: { email: "Ana@Example.com" }, purchase: { transaction: "HP7788" } };
  const { results } = await ingestEvents({ ctx, input: { body: Buffer.from(JSON.stringify([{ event: "PURCHASE_APPROVED", product: "4211", id: "order-1", data }])) } });
  eventId = (results[0] as { id: string }).id;
});
afterAll(() => database.close());

const find = async (text: string, as = ctx) => (await findAnything({ ctx: as, input: { text } })).map(({ kind, id }) => `${kind} ${id}`);

test("a part of a name or address finds what has it, whatever its kind and case", async () => {
  expect(await find("crm")).toEqual([`subscription ${ids.subscription}`, `receiver ${ids.receiver}`]);
  expect(await find("crm.example")).toEqual([`subscription ${ids.subscription}`]);
  expect(await find("VIOLÃO")).toEqual([`product ${ids.product}`]);
  expect(await find("chargeback")).toContain("eventType PURCHASE_CHARGEBACK");
});

test("an id of any kind finds what it names", async () => {
  for (const [kind, id] of Object.entries({ ...ids, event: eventId })) expect(await find(id)).toEqual([`${kind} ${id}`]);
  expect(await find("4211")).toEqual([`product ${ids.product}`]);
  const { id } = (await database.db.delivery.findFirstOrThrow({ where: { workspaceId: ctx.workspaceId } }));
  expect(await find(showId("delivery", id))).toEqual([`event ${eventId}`]);
});

test("an event is found by its transaction, its buyer's e-mail and its external id", async () => {
  for (const text of ["hp7788", "ana@example.com", "order-1"]) expect(await find(text)).toEqual([`event ${eventId}`]);
});

test("another workspace finds none of it, neither by name nor by id", async () => {
  const other = await createWorkspace(database.db);
  for (const text of ["crm", "violão", "hp7788", eventId, ...Object.values(ids)]) expect(await find(text, other)).toEqual([]);
});
