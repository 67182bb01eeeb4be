import { afterAll, beforeAll, expect, test } from "vitest";
import { Webhook } from "standardwebhooks";
import { buildEnvelope } from "@/lib/domain/envelope";
import { newUuid, showId } from "@/lib/domain/ids";
import { seal } from "@/lib/domain/sealed";
import { newSecret, sign } from "@/lib/domain/signature";
import type { Ctx } from "@/lib/services/context";
import { listAudit } from "@/lib/services/audit/list";
import { findNeighbours } from "@/lib/services/events/find-neighbours";
import { getEvent } from "@/lib/services/events/get";
import { listRelated } from "@/lib/services/events/list-related";
import { storeEvents } from "@/lib/services/events/store-events";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { checkSignature } from "./check-signature";
import { compareAttempt } from "./compare-attempt";
import { copyAsCurl } from "./copy-as-curl";
import { getAttempt } from "./get-attempt";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

async function event(ctx: Ctx, at: Date, data: object, eventType = "PURCHASE_APPROVED") {
  const externalId = newUuid();
  const body = buildEnvelope({ externalId, occurredAt: at, eventType, data: JSON.stringify(data) });
  const [stored] = await storeEvents({ ctx, events: [{ eventType, productId: null, externalId, occurredAt: at, receivedAt: at, body, isTest: false, source: "api", idempotencyKeys: [] }] });
  const deliveryUuid = stored!.deliveryIds[0]!;
  return { uuid: stored!.eventId, id: showId("event", stored!.eventId), body, deliveryUuid, deliveryId: showId("delivery", deliveryUuid) };
}
type Made = Awaited<ReturnType<typeof event>>;

/** An attempt as the worker records it. */
async function attempt(ctx: Ctx, made: Made, subscription: { id: string; secret: string }, number: number, status: number, startedAt: Date): Promise<void> {
  const timestampSec = Math.floor(startedAt.getTime() / 1_000);
  const signature = sign([subscription.secret], { id: made.id, timestampSec, body: made.body });
  const failureKind = status < 300 ? null : "http_status";
  const requestHeaders = [["content-type", "application/json"], ["x-api-key", "••••••"], ["webhook-id", made.id], ["webhook-timestamp", String(timestampSec)], ["webhook-signature", signature]];
  await ctx.db.attempt.create({
    data: {
      eventId: made.uuid, deliveryId: made.deliveryUuid, number, workspaceId: ctx.workspaceId, subscriptionId: subscription.id, trigger: number === 1 ? "first" : "retry", startedAt, durationMs: 12,
      requestUrl: "https://api.acme.com/hook", requestHeaders, responseStatus: status, responseHeaders: [["content-type", "text/plain"]], responseBody: "x", failureKind, workerId: "w",
    },
  });
  await ctx.db.delivery.updateMany({
    where: { id: made.deliveryUuid },
    data: { status: failureKind ? "failed" : "delivered", attemptCount: number, lastResponseStatus: status, lastFailureKind: failureKind, lastAttemptAt: startedAt },
  });
}

test("the curl of an attempt carries a signature that the reference library accepts now, and names what is hidden", async () => {
  const ctx = await createWorkspace(database.db);
  const subscription = await createSubscription(ctx, { url: "https://api.acme.com/hook" });
  const made = await event(ctx, new Date(Date.now() - 3 * 86_400_000), { note: "it's" });
  await attempt(ctx, made, subscription, 1, 401, new Date(Date.now() - 3 * 86_400_000));
  const { curl, hidden } = await copyAsCurl({ ctx, input: { deliveryId: made.deliveryId, attemptNumber: 1 } });
  const header = (name: string) => new RegExp(`-H '${name}: ([^']+)'`).exec(curl)![1]!;
  const headers = Object.fromEntries(["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => [name, header(name)]));
  expect(() => new Webhook(subscription.secret).verify(made.body, headers)).not.toThrow();
  expect(curl).toContain(String.raw`"it'\''s"`);
  expect(hidden).toEqual(["x-api-key"]);
  expect((await listAudit({ ctx, input: {} })).data.map(({ action }) => action)).not.toContain("secret.revealed");
});

test("a curl whose body holds the hottok in clear is written down like any other look at a secret", async () => {
  const ctx = await createWorkspace(database.db);
  const subscription = await createSubscription(ctx, { url: "https://api.acme.com/hook" });
  await ctx.db.subscription.update({ where: { id: subscription.id }, data: { format: "form_v1", hotmartCompatible: true, hottokEncrypted: seal(ctx.secretKey, "hottok-9d2") } });
  const made = await event(ctx, new Date(), { purchase: { transaction: "HP1" } });
  await attempt(ctx, made, subscription, 1, 401, new Date());
  await ctx.db.attempt.updateMany({ where: { deliveryId: made.deliveryUuid }, data: { requestBody: "hottok=masked" } });
  expect((await copyAsCurl({ ctx, input: { deliveryId: made.deliveryId, attemptNumber: 1 } })).curl).toContain("hottok=hottok-9d2");
  expect((await listAudit({ ctx, input: { action: "secret.revealed" } })).data).toMatchObject([{ target: { id: showId("subscription", subscription.id) } }]);
});

test("the signature check knows the subscription's secrets, and those of others only in the same workspace", async () => {
  const ctx = await createWorkspace(database.db);
  const subscription = await createSubscription(ctx, { url: "https://api.acme.com/hook" });
  const made = await event(ctx, new Date(), { a: 1 });
  const startedAt = new Date();
  await attempt(ctx, made, subscription, 1, 401, startedAt);
  const check = (secret: string, body = made.body) =>
    checkSignature({ ctx, input: { deliveryId: made.deliveryId, attemptNumber: 1, given: sign([secret], { id: made.id, timestampSec: Math.floor(startedAt.getTime() / 1_000), body }) } });
  expect(await check(subscription.secret)).toMatchObject({ isExplained: true, content: null, secret: null });
  expect(await check(subscription.secret, JSON.stringify(JSON.parse(made.body), null, 2))).toMatchObject({ content: "body_reserialised" });
  // A secret that cannot be read any more, its own of before or another's, is in no other's way.
  await ctx.db.subscriptionSecret.create({ data: { id: newUuid(), subscriptionId: subscription.id, secretEncrypted: seal(Buffer.alloc(32), "lost"), expiresAt: new Date(0) } });
  await createSubscription({ ...ctx, secretKey: Buffer.alloc(32) }, { url: "https://lost.example.com" });
  const other = await createSubscription(ctx, { url: "https://mail.example.com" });
  expect(await check(other.secret)).toMatchObject({ secret: "other_subscription", otherSubscription: "CRM" });
  const stranger = await createSubscription(await createWorkspace(database.db), { url: "https://x.example.com" });
  expect((await check(stranger.secret)).isExplained).toBe(false);
  expect((await check(newSecret())).isExplained).toBe(false);
  const elsewhere = await createWorkspace(database.db);
  await expect(getAttempt({ ctx: elsewhere, input: { deliveryId: made.deliveryId, attemptNumber: 1 } })).rejects.toMatchObject({ code: "not_found" });
});

test("an attempt is compared with the last one that the same subscription accepted", async () => {
  const ctx = await createWorkspace(database.db);
  const subscription = await createSubscription(ctx, { url: "https://api.acme.com/hook" });
  const good = await event(ctx, new Date(Date.now() - 60_000), { buyer: { email: "a@example.com" } });
  await attempt(ctx, good, subscription, 1, 200, new Date(Date.now() - 60_000));
  const bad = await event(ctx, new Date(), { buyer: { email: null }, coupon: "X" });
  await attempt(ctx, bad, subscription, 1, 422, new Date());
  const compared = await compareAttempt({ ctx, input: { deliveryId: bad.deliveryId, attemptNumber: 1 } });
  expect(compared).toMatchObject({ good: { eventId: good.id }, url: false, requestHeaders: [] });
  expect(compared!.fields).toEqual([{ at: "data.buyer.email", before: "string", after: "null" }, { at: "data.coupon", before: null, after: "string" }]);
  expect(await compareAttempt({ ctx, input: { deliveryId: good.deliveryId, attemptNumber: 1 } })).toBeNull();
  // Of a subscription's first event there is no success before: one that came after tells as much.
  const first = await event(ctx, new Date(Date.now() - 120_000), {});
  await attempt(ctx, first, subscription, 1, 500, new Date(Date.now() - 120_000));
  const against = async () => (await compareAttempt({ ctx, input: { deliveryId: first.deliveryId, attemptNumber: 1 } }))?.good;
  expect(await against()).toMatchObject({ eventId: good.id });
  await attempt(ctx, first, subscription, 2, 200, new Date());
  expect(await against()).toMatchObject({ eventId: first.id, attempt: { number: 2 } });
});

test("the first line counts the tries until it arrived: what was resent afterwards does not count", async () => {
  const ctx = await createWorkspace(database.db);
  const subscription = await createSubscription(ctx, { url: "https://api.acme.com/hook" });
  const made = await event(ctx, new Date(), {});
  for (const [number, status] of [[1, 500], [2, 200], [3, 200]] as const) await attempt(ctx, made, subscription, number, status, new Date());
  expect((await getEvent({ ctx, input: { eventId: made.id } })).summary).toMatchObject({ kind: "delivered", attempts: 2 });
});

test("what waits for an endpoint that is down, or for a paused subscription, is on hold: no next try is promised, and it says why", async () => {
  const ctx = await createWorkspace(database.db);
  const subscription = await createSubscription(ctx, { url: "https://api.acme.com/hook" });
  const made = await event(ctx, new Date(), {});
  await attempt(ctx, made, subscription, 1, 401, new Date());
  await ctx.db.delivery.updateMany({ where: { id: made.deliveryUuid }, data: { status: "waiting" } });
  const told = async () => {
    const { summary, verdicts } = await getEvent({ ctx, input: { eventId: made.id } });
    const { state, nextAttemptAt, hold } = verdicts[0]!.deliveries[0]!;
    expect(summary.parts[0]).toMatchObject({ kind: state, nextAttemptAt, hold, attempts: 1 });
    return { state, nextAttemptAt, hold };
  };
  const { dueAt } = await ctx.db.queueEntry.findUniqueOrThrow({ where: { deliveryId: made.deliveryUuid } });
  expect(await told()).toEqual({ state: "retrying", nextAttemptAt: dueAt, hold: null });
  const [since, probeAt] = [new Date(Date.now() - 60_000), new Date(Date.now() + 30_000)];
  await ctx.db.endpointState.create({ data: { subscriptionId: subscription.id, workspaceId: ctx.workspaceId, downSince: since, probeAt } });
  expect(await told()).toEqual({ state: "held", nextAttemptAt: null, hold: { reason: "down", since, by: null, probeAt } });
  await ctx.db.subscription.update({ where: { id: subscription.id }, data: { status: "paused", statusChangedAt: since, statusChangedBy: "Ana" } });
  expect(await told()).toEqual({ state: "held", nextAttemptAt: null, hold: { reason: "paused", since, by: "Ana", probeAt: null } });
  await ctx.db.queueEntry.updateMany({ where: { deliveryId: made.deliveryUuid }, data: { trigger: "resend" } });
  expect((await told()).state).toBe("sending");
});

test("the first line counts a row of failures and says since when, also after it had worked before", async () => {
  const ctx = await createWorkspace(database.db);
  const subscription = await createSubscription(ctx, { url: "https://api.acme.com/hook" });
  const made = await event(ctx, new Date(), {});
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  const at = (minutes: number) => new Date(now - minutes * 60_000);
  await attempt(ctx, made, subscription, 1, 200, at(30));
  await attempt(ctx, made, subscription, 2, 401, at(20));
  await attempt(ctx, made, subscription, 3, 401, at(10));
  await ctx.db.queueEntry.deleteMany({ where: { deliveryId: made.deliveryUuid } });
  const { summary } = await getEvent({ ctx, input: { eventId: made.id } });
  expect(summary).toMatchObject({ kind: "failed", delivered: 0, total: 1, parts: [{ host: "api.acme.com", attempts: 2, responseStatus: 401, since: at(20), nextAttemptAt: null }] });
});

test("a purchase's timeline has all its events, oldest first, and can be about the buyer instead", async () => {
  const ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: "https://api.acme.com/hook" });
  const buyer = { email: "maria@example.com" };
  const at = (days: number) => new Date(Date.now() - days * 86_400_000);
  const printed = await event(ctx, at(9), { buyer, purchase: { transaction: "HP1" } }, "PURCHASE_BILLET_PRINTED");
  const approved = await event(ctx, at(8), { buyer, purchase: { transaction: "HP1" } });
  const second = await event(ctx, at(1), { buyer, purchase: { transaction: "HP2" } });
  const byPurchase = await listRelated({ ctx, input: { eventId: approved.id } });
  expect(byPurchase.chosen).toEqual({ by: "transaction", value: "hp1", written: "HP1" });
  expect(byPurchase.data.map(({ id }) => id)).toEqual([printed.id, approved.id]);
  expect((await listRelated({ ctx, input: { eventId: approved.id, by: "email" } })).data.map(({ id }) => id)).toEqual([printed.id, approved.id, second.id]);
});

test("an event read while its attempts are recorded shows a delivery and its attempts as of one moment", async () => {
  const ctx = await createWorkspace(database.db);
  const subscription = await createSubscription(ctx, { url: "https://api.acme.com/hook" });
  const made = await event(ctx, new Date(), { n: 1 });
  let isWriting = true;
  const write = async () => {
    for (let number = 1; number <= 30; number++) {
      await ctx.db.$transaction((tx) => attempt({ ...ctx, db: tx as Ctx["db"] }, made, subscription, number, 500, new Date()));
    }
    isWriting = false;
  };
  const read = async () => {
    while (isWriting) {
      const { verdicts } = await getEvent({ ctx, input: { eventId: made.id } });
      const [delivery] = verdicts[0]!.deliveries;
      expect(delivery!.attempts).toHaveLength(delivery!.attemptCount);
    }
  };
  await Promise.all([write(), read()]);
});

test("previous and next stay within the filter that the person came with", async () => {
  const ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: "https://api.acme.com/hook" });
  const at = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const [first, , middle, , last] = [await event(ctx, at(5), {}, "A"), await event(ctx, at(4), {}, "B"), await event(ctx, at(3), {}, "A"), await event(ctx, at(2), {}, "B"), await event(ctx, at(1), {}, "A")];
  expect(await findNeighbours({ ctx, input: { eventId: middle.id, eventType: "A" } })).toEqual({ newer: last.id, older: first.id });
  expect(await findNeighbours({ ctx, input: { eventId: last.id, eventType: "A" } })).toEqual({ newer: null, older: middle.id });
});
