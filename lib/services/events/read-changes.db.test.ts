import { afterAll, beforeAll, expect, test } from "vitest";
import { announceChange, LIVE_CHANNEL } from "@/lib/db/announce";
import { listen } from "@/lib/db/listen";
import { buildEnvelope } from "@/lib/domain/envelope";
import { newUuid } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { listEvents } from "./list";
import { readChanges } from "./read-changes";
import { storeEvents } from "./store-events";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

async function store(ctx: Ctx, eventType = "A"): Promise<void> {
  const externalId = newUuid();
  const at = new Date();
  await storeEvents({ ctx, events: [{ eventType, productId: null, externalId, occurredAt: at, receivedAt: at, body: buildEnvelope({ externalId, occurredAt: at, eventType, data: "{}" }), isTest: false, source: "api", idempotencyKeys: [] }] });
}

test("an open list hears how many of its own events came, and how those it shows stand now, in their order", async () => {
  const ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: "https://crm.example.com" });
  for (let n = 0; n < 3; n++) await store(ctx);
  const { data: events } = await listEvents({ ctx, input: { eventType: "A" } });
  await store(ctx);
  await store(ctx, "B");
  await ctx.db.delivery.updateMany({ where: { workspaceId: ctx.workspaceId }, data: { status: "delivered" } });
  const changes = await readChanges({ ctx, input: { eventType: "A", newest: events[0]!.id, shown: events.map(({ id }) => id) } });
  expect(changes.newer).toBe(1);
  expect(changes.events.map(({ id, lead }) => [id, lead?.status])).toEqual(events.map(({ id }) => [id, "delivered"]));
  expect((await readChanges({ ctx: await createWorkspace(database.db), input: { shown: events.map(({ id }) => id) } })).events).toEqual([]);
});

test("whoever listens hears of the workspace's changes, many in a row as few", async () => {
  const ctx = await createWorkspace(database.db);
  const heard: (string | undefined)[] = [];
  let onHeard = () => {};
  const end = listen(database.url, LIVE_CHANNEL, (payload) => { heard.push(payload); onHeard(); });
  const until = (isDone: () => boolean) => new Promise<void>((resolve) => { onHeard = () => isDone() && resolve(); onHeard(); });
  await until(() => heard.length > 0);
  for (let n = 0; n < 40; n++) announceChange(database.db, ctx.workspaceId);
  await until(() => heard.filter((id) => id === ctx.workspaceId).length === 2);
  expect(heard.filter((id) => id === ctx.workspaceId)).toHaveLength(2);
  await end();
});
