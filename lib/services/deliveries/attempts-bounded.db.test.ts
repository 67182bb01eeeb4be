import { afterAll, beforeAll, expect, test } from "vitest";
import { buildEnvelope } from "@/lib/domain/envelope";
import { newUuid, showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { getEvent } from "@/lib/services/events/get";
import { storeEvents } from "@/lib/services/events/store-events";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { getDelivery } from "./get";
import { getAttempt } from "./get-attempt";
import { listAttempts } from "./list-attempts";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

const at = new Date(Date.now() - 60_000);

async function event(ctx: Ctx, padding: number) {
  const body = buildEnvelope({ externalId: newUuid(), occurredAt: at, eventType: "PURCHASE_APPROVED", data: JSON.stringify({ padding: "p".repeat(padding) }) });
  const [stored] = await storeEvents({ ctx, events: [{ eventType: "PURCHASE_APPROVED", productId: null, externalId: newUuid(), occurredAt: at, receivedAt: at, body, isTest: false, source: "api", idempotencyKeys: [] }] });
  return { uuid: stored!.eventId, id: showId("event", stored!.eventId), body, deliveryUuids: stored!.deliveryIds };
}

/** Attempts 1 to `count` of a delivery as the worker records them, all of them refused. */
async function attempts(ctx: Ctx, made: { uuid: string }, deliveryUuid: string, count: number, answerBytes: number): Promise<string> {
  const { subscriptionId } = await ctx.db.delivery.findFirstOrThrow({ where: { eventId: made.uuid, id: deliveryUuid } });
  for (let first = 1; first <= count; first += 100) {
    await ctx.db.attempt.createMany({
      data: Array.from({ length: Math.min(100, count - first + 1) }, (_, index) => ({
        eventId: made.uuid, deliveryId: deliveryUuid, number: first + index, workspaceId: ctx.workspaceId, subscriptionId, trigger: "resend", startedAt: new Date(at.getTime() + (first + index)), durationMs: 5,
        requestUrl: "https://api.acme.com/hook", requestHeaders: [["webhook-id", "x"]], responseStatus: 500, responseHeaders: [], responseBody: `${first + index} ${"a".repeat(answerBytes)}`, responseEncoding: "utf8", failureKind: "http_status", workerId: "w",
      })),
    });
  }
  await ctx.db.delivery.updateMany({ where: { id: deliveryUuid }, data: { status: "failed", attemptCount: count, lastFailureKind: "http_status", lastResponseStatus: 500 } });
  return showId("delivery", deliveryUuid);
}

test("an event that was resent 1,200 times, each answered with 64 kB, comes as little more than 2 MB, and all of it can be had an attempt at a time", async () => {
  const ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: "https://api.acme.com/hook" });
  const made = await event(ctx, 10);
  const deliveryId = await attempts(ctx, made, made.deliveryUuids[0]!, 1_200, 65_000);
  for (const read of [async () => (await getEvent({ ctx, input: { eventId: made.id } })).verdicts[0]!.deliveries[0]!, async () => getDelivery({ ctx, input: { deliveryId } })]) {
    const delivery = await read();
    expect(JSON.stringify(delivery).length).toBeLessThan(2.3 * 1024 * 1024);
    expect(delivery.attemptCount).toBe(1_200);
    expect(delivery.attempts.map(({ number }) => number)).toEqual(Array.from({ length: 100 }, (_, index) => 1_200 - index));
    const whole = delivery.attempts.filter(({ isWhole }) => isWhole);
    expect(whole.length).toBeGreaterThan(25);
    expect(whole).toEqual(delivery.attempts.slice(0, whole.length));
    expect(whole[0]!.response!.body).toMatch(/^1200 a+$/);
    expect(delivery.attempts.at(-1)).toMatchObject({ isWhole: false, request: { headers: [], body: null }, response: { status: 500, body: null }, failureKind: "http_status" });
  }
  // When the row of failures began is not among what was read.
  expect((await getEvent({ ctx, input: { eventId: made.id } })).summary.parts[0]).toMatchObject({ attempts: 1_200, since: null });
  const numbers: number[] = [];
  let before: number | undefined;
  do {
    const page = await listAttempts({ ctx, input: { deliveryId, before } });
    expect(JSON.stringify(page).length).toBeLessThan(100_000);
    numbers.push(...page.data.map(({ number }) => number));
    before = page.next ?? undefined;
  } while (before !== undefined);
  expect(numbers).toEqual(Array.from({ length: 1_200 }, (_, index) => 1_200 - index));
  expect((await getAttempt({ ctx, input: { deliveryId, attemptNumber: 3 } })).response!.body).toMatch(/^3 a+$/);
});

test("a large payload counts for each attempt that repeats it, and each delivery's newest attempt comes before any older one", async () => {
  const ctx = await createWorkspace(database.db);
  for (let index = 0; index < 3; index++) await createSubscription(ctx, { url: `https://api${index}.acme.com/hook` });
  const made = await event(ctx, 250_000);
  for (const [index, deliveryUuid] of made.deliveryUuids.entries()) await attempts(ctx, made, deliveryUuid, index === 0 ? 30 : 2, 10);
  const { verdicts } = await getEvent({ ctx, input: { eventId: made.id } });
  const deliveries = verdicts.flatMap((verdict) => verdict.deliveries);
  expect(deliveries.map((delivery) => delivery.attempts.length).sort()).toEqual([2, 2, 30]);
  for (const delivery of deliveries) expect(delivery.attempts.map(({ isWhole }) => isWhole).slice(0, 2)).toEqual([true, true]);
  expect(JSON.stringify(verdicts).length).toBeLessThan(2.5 * 1024 * 1024);
});

test("attempts of the usual number and size all come whole", async () => {
  const ctx = await createWorkspace(database.db);
  for (let index = 0; index < 4; index++) await createSubscription(ctx, { url: `https://api${index}.acme.com/hook` });
  const made = await event(ctx, 1_400);
  for (const deliveryUuid of made.deliveryUuids) await attempts(ctx, made, deliveryUuid, 12, 500);
  const attemptsOf = (await getEvent({ ctx, input: { eventId: made.id } })).verdicts.flatMap((verdict) => verdict.deliveries.flatMap((delivery) => delivery.attempts));
  expect(attemptsOf.map((attempt) => attempt.isWhole && attempt.request.body === made.body)).toEqual(Array.from({ length: 48 }, () => true));
});
