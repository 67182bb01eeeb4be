import { afterAll, beforeAll, expect, test } from "vitest";
import { buildEnvelope } from "@/lib/domain/envelope";
import { newUuid, readId, showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { listEvents } from "./list";
import { storeEvents } from "./store-events";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

/** An event of this time, with one delivery that stands as given. */
async function event(ctx: Ctx, at: Date, delivery: { status?: string; lastResponseStatus?: number; lastFailureKind?: string } = {}): Promise<string> {
  const externalId = newUuid();
  const body = buildEnvelope({ externalId, occurredAt: at, eventType: "PURCHASE_APPROVED", data: "{}" });
  const [stored] = await storeEvents({ ctx, events: [{ eventType: "PURCHASE_APPROVED", productId: null, externalId, occurredAt: at, receivedAt: at, body, isTest: false, source: "api", idempotencyKeys: [] }] });
  await ctx.db.delivery.updateMany({ where: { eventId: stored!.eventId }, data: delivery });
  return showId("event", stored!.eventId);
}
async function list(ctx: Ctx, input: Parameters<typeof listEvents>[0]["input"]): Promise<string[]> {
  return (await listEvents({ ctx, input })).data.map((row) => row.id);
}

test("filters by response code, class of codes, failure kind and absolute times find what they name, alone and together", async () => {
  const ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: "https://crm.example.com" });
  const at = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  const good = await event(ctx, at(1), { status: "delivered", lastResponseStatus: 204 });
  const refused = await event(ctx, at(2), { status: "failed", lastResponseStatus: 401, lastFailureKind: "http_status" });
  const broken = await event(ctx, at(3), { lastResponseStatus: 500, lastFailureKind: "http_status" });
  const silent = await event(ctx, at(30), { status: "failed", lastFailureKind: "timeout_response" });
  expect(await list(ctx, { response: "401" })).toEqual([refused]);
  expect(await list(ctx, { response: "4xx" })).toEqual([refused]);
  expect(await list(ctx, { response: "2xx" })).toEqual([good]);
  expect(await list(ctx, { failure: "http_status" })).toEqual([refused, broken]);
  expect(await list(ctx, { failure: "http_status", status: "failed" })).toEqual([refused]);
  expect(await list(ctx, { failure: "timeout_response", period: "24h" })).toEqual([]);
  expect(await list(ctx, { from: at(2.5).toISOString(), to: at(1.5).toISOString() })).toEqual([refused]);
  expect(await list(ctx, { from: at(40).toISOString(), to: at(20).toISOString(), period: "24h" })).toEqual([silent]);
});

test("'has been resent' tells the events that a person had sent again from all others", async () => {
  const ctx = await createWorkspace(database.db);
  const crm = await createSubscription(ctx, { url: "https://crm.example.com" });
  const other = await createSubscription(ctx, { url: "https://mail.example.com" });
  const [resent, plain] = [await event(ctx, new Date()), await event(ctx, new Date(Date.now() - 60_000))];
  const eventId = readId("event", resent)!;
  const delivery = await ctx.db.delivery.findFirstOrThrow({ where: { eventId, subscriptionId: crm.id } });
  await ctx.db.attempt.create({
    data: { eventId, deliveryId: delivery.id, number: 2, workspaceId: ctx.workspaceId, subscriptionId: crm.id, trigger: "resend", requestedBy: "Ana", startedAt: new Date(), durationMs: 1, requestUrl: "https://crm.example.com", requestHeaders: [], workerId: "w" },
  });
  expect(await list(ctx, { resent: "yes" })).toEqual([resent]);
  expect(await list(ctx, { resent: "no" })).toEqual([plain]);
  expect(await list(ctx, { resent: "yes", subscriptionId: showId("subscription", crm.id) })).toEqual([resent]);
  expect(await list(ctx, { resent: "yes", subscriptionId: showId("subscription", other.id) })).toEqual([]);
});
