import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, showId } from "@/lib/domain/ids";
import { listTestOptions } from "@/lib/services/events/list-test-options";
import { storeEvents } from "@/lib/services/events/store-events";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { createBookmark } from "./create";
import { deleteBookmark } from "./delete";
import { listBookmarks } from "./list";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

const DATA = '{"z":1.0,"a":12345678901234567890,"buyer":{"name":"Rita"},"purchase":{"transaction":"HP1"}}';

async function storeOne(ctx: Ctx, eventType: string): Promise<string> {
  const event = { eventType, productId: null, externalId: newUuid(), occurredAt: new Date(), receivedAt: new Date(), body: `{"id":"1","data":${DATA}}`, isTest: false, source: "api" as const, idempotencyKeys: [] };
  const [stored] = await storeEvents({ ctx, events: [event] });
  return showId("event", stored!.eventId);
}

test("an event is kept as a sample byte for byte, once, and stands among the samples of its type", async () => {
  const ctx = await createWorkspace(database.db);
  const eventId = await storeOne(ctx, "PURCHASE_APPROVED");
  const { bookmarkId } = await createBookmark({ ctx, input: { eventId } });
  expect(await createBookmark({ ctx, input: { eventId } })).toEqual({ bookmarkId });
  expect((await listBookmarks({ ctx })).data).toMatchObject([{ id: bookmarkId, name: "Rita, HP1", eventType: "PURCHASE_APPROVED", eventId, data: DATA, createdBy: "test" }]);
  const { eventTypes } = await listTestOptions({ ctx });
  const sample = eventTypes.find(({ name }) => name === "PURCHASE_APPROVED")!.samples.find(({ id }) => id === bookmarkId)!;
  expect(sample).toMatchObject({ name: "Rita, HP1", isBookmark: true });
  expect(sample.data.replace(/\s/g, "")).toBe(DATA);
});

test("an event of a type that nobody listed is a sample all the same", async () => {
  const ctx = await createWorkspace(database.db);
  const { bookmarkId } = await createBookmark({ ctx, input: { eventId: await storeOne(ctx, "COMPANY_SPECIAL"), name: "Odd one" } });
  const { eventTypes } = await listTestOptions({ ctx });
  expect(eventTypes.find(({ name }) => name === "COMPANY_SPECIAL")).toMatchObject({ group: "own", samples: [{ id: bookmarkId, name: "Odd one" }] });
});

test("another workspace's event cannot be kept, and its bookmark not removed", async () => {
  const ctx = await createWorkspace(database.db);
  const stranger = await createWorkspace(database.db);
  const eventId = await storeOne(ctx, "PURCHASE_APPROVED");
  const { bookmarkId } = await createBookmark({ ctx, input: { eventId } });
  await expect(createBookmark({ ctx: stranger, input: { eventId } })).rejects.toMatchObject({ code: "not_found" });
  await expect(deleteBookmark({ ctx: stranger, input: { bookmarkId } })).rejects.toMatchObject({ code: "not_found" });
  await deleteBookmark({ ctx, input: { bookmarkId } });
  expect((await listBookmarks({ ctx })).data).toEqual([]);
});
