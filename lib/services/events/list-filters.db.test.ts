import { afterAll, beforeAll, expect, test } from "vitest";
import { buildEnvelope } from "@/lib/domain/envelope";
import { newUuid, readId, showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { changeDeliveryStatuses } from "@/lib/services/deliveries/change-status";
import { planReplay } from "@/lib/services/replays/plan";
import { countFacets } from "./count-facets";
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

test("'has been resent' tells what a person had sent again, by a resend or a replay, from all others, and its numbers are the list's", async () => {
  const ctx = await createWorkspace(database.db);
  const crm = await createSubscription(ctx, { url: "https://crm.example.com" });
  const other = await createSubscription(ctx, { url: "https://mail.example.com" });
  const names = ["resent", "replayed", "retried", "drained", "plain"] as const;
  const ids = Object.fromEntries(await Promise.all(names.map(async (name, index) => [name, await event(ctx, new Date(Date.now() - index * 60_000))]))) as Record<(typeof names)[number], string>;
  const deliveries = await ctx.db.delivery.findMany({ where: { workspaceId: ctx.workspaceId }, select: { id: true, eventId: true } });
  await ctx.db.$transaction((tx) => changeDeliveryStatuses(tx, deliveries.map(({ id, eventId }) => ({ deliveryId: id, eventId, status: "failed" }))));
  await ctx.db.delivery.updateMany({ where: { workspaceId: ctx.workspaceId }, data: { lastResponseStatus: 503, lastFailureKind: "http_status" } });
  const sent = async (shown: string, subscriptionId: string, number: number, trigger: string) => {
    const eventId = readId("event", shown)!;
    const delivery = await ctx.db.delivery.findFirstOrThrow({ where: { eventId, subscriptionId } });
    await ctx.db.attempt.create({
      data: { eventId, deliveryId: delivery.id, number, workspaceId: ctx.workspaceId, subscriptionId, trigger, requestedBy: "Ana", startedAt: new Date(), durationMs: 1, requestUrl: "https://crm.example.com", requestHeaders: [], workerId: "w" },
    });
  };
  for (const shown of Object.values(ids)) for (const { id } of [crm, other]) await sent(shown, id, 1, "first");
  await sent(ids.resent, crm.id, 2, "resend");
  await sent(ids.resent, crm.id, 3, "resend");
  await sent(ids.replayed, other.id, 2, "replay");
  await sent(ids.retried, crm.id, 2, "retry");
  await sent(ids.drained, crm.id, 2, "drain");
  const [toCrm, toOther] = [crm, other].map(({ id }) => showId("subscription", id));
  const { resent, replayed, retried, drained, plain } = ids;
  expect(await list(ctx, { resent: "yes" })).toEqual([resent, replayed]);
  expect(await list(ctx, { resent: "no" })).toEqual([retried, drained, plain]);
  // Of deliveries, it is that one which was sent again.
  expect(await list(ctx, { resent: "yes", subscriptionId: toCrm })).toEqual([resent]);
  expect(await list(ctx, { resent: "yes", subscriptionId: toOther, status: "failed" })).toEqual([replayed]);
  expect(await list(ctx, { resent: "no", subscriptionId: toOther })).toEqual([resent, retried, drained, plain]);
  expect(await list(ctx, { resent: "yes", search: resent })).toEqual([resent]);
  expect(await list(ctx, { resent: "yes", search: plain })).toEqual([]);
  expect(await list(ctx, { resent: "yes", cursor: resent })).toEqual([replayed]);
  expect(await list(ctx, { resent: "yes", cursor: replayed, direction: "newer" })).toEqual([resent]);
  for (const others of [{}, { subscriptionId: toCrm }, { status: "failed", subscriptionId: toOther }, { search: resent }, { eventType: "PURCHASE_APPROVED" }, { response: "5xx", subscriptionId: toOther }] as const) {
    const facets = await countFacets({ ctx, input: others });
    for (const answer of ["yes", "no"] as const) {
      const input = { ...others, resent: answer };
      expect([others, answer, facets.resent[answer]]).toEqual([others, answer, (await list(ctx, input)).length]);
      const { eventType, subscriptionId } = await countFacets({ ctx, input });
      expect([input, eventType.PURCHASE_APPROVED ?? 0]).toEqual([input, (await list(ctx, { ...input, eventType: "PURCHASE_APPROVED" })).length]);
      expect([input, subscriptionId[toCrm!] ?? 0]).toEqual([input, (await list(ctx, { ...input, subscriptionId: toCrm })).length]);
    }
  }
  const planned = async (answer: "yes" | "no") => (await planReplay({ ctx, input: { include: ["failed"], resent: answer } })).planned;
  expect([await planned("yes"), await planned("no")]).toEqual([2, 8]);
});
