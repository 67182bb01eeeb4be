import { randomBytes, randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { beforeEach, expect, test } from "vitest";
import { attemptDelivery } from "@/lib/delivery/attempt";
import { loadJobs } from "@/lib/delivery/load";
import { newUuid, readId, showId, uuidTime } from "@/lib/domain/ids";
import { historyStart } from "@/lib/domain/retention";
import { seal } from "@/lib/domain/sealed";
import { createSender } from "@/lib/outbound/send";
import { claimDue, extendLeases } from "@/lib/queue/claim";
import { requestResend } from "@/lib/queue/resend";
import type { Ctx } from "@/lib/services/context";
import { resendDelivery } from "@/lib/services/deliveries/resend";
import { sendTestEvent } from "@/lib/services/events/send-test";
import { createSubscription } from "@/lib/testing/fixtures";
import type { ReceiverServer } from "@/lib/testing/receiver-server";
import { sendEvents } from "@/lib/testing/send-events";
import { LOOPBACK, until, workerStage } from "@/lib/testing/worker-stage";
import { keepHouse } from "./housekeeping";
import { createRecorder } from "./recorder";

const stage = workerStage("history");
const { work } = stage;
let receiver: ReceiverServer;
let ctx: Ctx;
beforeEach(() => void ({ receiver, ctx } = stage));

const send = async (data?: string) => (await sendEvents(ctx, 1, data))[0]!;
const delivery = (deliveryId: string) => ctx.db.delivery.findFirstOrThrow({ where: { id: deliveryId } });

test("a worker that stops gives back what takes too long, and another delivers it at once", async () => {
  await createSubscription(ctx, { url: receiver.url, timeoutMs: 30_000 });
  receiver.answer = () => undefined;
  const { deliveryId } = await send();
  const first = work({ stopGraceMs: 50 });
  await until(() => expect(receiver.requests).toHaveLength(1));
  await first.stop();
  expect(await ctx.db.queueEntry.findFirstOrThrow()).toMatchObject({ deliveryId, leaseUntil: null, claimId: null, trigger: "first", scheduleStep: 0 });
  expect(await ctx.db.attempt.count({ where: { deliveryId } })).toBe(0);
  receiver.answer = (_request, response) => void response.end();
  work();
  await until(async () => expect((await delivery(deliveryId)).status).toBe("delivered"));
});

test("a worker that stops lets what is nearly done end, and records it", async () => {
  await createSubscription(ctx, { url: receiver.url });
  receiver.answer = (_request, response) => void setTimeout(() => response.end(), 150);
  const { deliveryId } = await send();
  const worker = work();
  await until(() => expect(receiver.requests).toHaveLength(1));
  await worker.stop();
  expect((await delivery(deliveryId)).status).toBe("delivered");
});

test("two workers together keep to a subscription's limit", async () => {
  await createSubscription(ctx, { url: receiver.url, maxInFlight: 3 });
  for (let i = 0; i < 20; i++) await send();
  const claims = await Promise.all(Array.from({ length: 6 }, (_, i) => claimDue(ctx.db, { workerId: `w${i}`, limit: 10 })));
  expect(claims.flat()).toHaveLength(3);
});

test("when a claim cannot take all, every subscription gets its share, whoever waits longest", async () => {
  const busy = await createSubscription(ctx, { url: `${receiver.url}/busy`, maxInFlight: 100 });
  for (let i = 0; i < 10; i++) await send();
  await createSubscription(ctx, { url: `${receiver.url}/quiet` });
  await send();
  const claims = await claimDue(ctx.db, { workerId: "w", limit: 4 });
  expect(claims.filter((claim) => claim.subscriptionId === busy.id)).toHaveLength(3);
  expect(claims.filter((claim) => claim.subscriptionId !== busy.id)).toHaveLength(1);
});

test("a subscription whose secrets were sealed with another key holds its own deliveries only, and uses up no attempt", async () => {
  const other = await createSubscription({ ...ctx, secretKey: randomBytes(32) }, { url: `${receiver.url}/unreadable` });
  await createSubscription(ctx, { url: `${receiver.url}/readable` });
  await send();
  const errors: unknown[] = [];
  work({ onError: (error) => void errors.push(error) });
  await until(async () => expect(await ctx.db.attempt.count({ where: { workspaceId: ctx.workspaceId } })).toBe(1));
  expect(receiver.requests.map((request) => request.path)).toEqual(["/hook/readable"]);
  expect(await ctx.db.delivery.findFirstOrThrow({ where: { subscriptionId: other.id } })).toMatchObject({ status: "waiting", attemptCount: 0 });
  expect(String(errors[0])).toContain("AVISO_SECRET_KEY");
});

test("a queue row whose history is gone leaves the queue", async () => {
  await createSubscription(ctx, { url: receiver.url });
  const { deliveryId } = await send();
  await ctx.db.delivery.deleteMany({ where: { id: deliveryId } });
  work();
  await until(async () => expect(await ctx.db.queueEntry.count()).toBe(0));
  expect(receiver.requests).toHaveLength(0);
});

test("a resend before the schedule's last attempt leaves that attempt to the schedule", async () => {
  const { id: subscriptionId } = await createSubscription(ctx, { url: receiver.url, maxAttempts: 2 });
  receiver.answer = (_request, response) => void response.writeHead(500).end();
  const { deliveryId, eventId } = await send();
  const resumeAt = new Date(Date.now() + 3_600_000);
  await ctx.db.queueEntry.updateMany({ data: { scheduleStep: 1, trigger: "retry", dueAt: resumeAt } });
  await ctx.db.$transaction((tx) => requestResend(tx, { deliveryId, eventId, subscriptionId, workspaceId: ctx.workspaceId, maxAttempts: 2, requestedBy: "Ana", attemptsSeen: 0 }));
  work();
  await until(async () => expect((await delivery(deliveryId)).attemptCount).toBe(1));
  expect((await delivery(deliveryId)).status).toBe("waiting");
  expect(await ctx.db.queueEntry.findFirstOrThrow()).toMatchObject({ trigger: "retry", scheduleStep: 1, dueAt: resumeAt, resumeDueAt: null, claimId: null });
});

test("a resend of a test that was not sent yet makes no schedule for it: it is tried once", async () => {
  const { id } = await createSubscription(ctx, { url: receiver.url });
  receiver.answer = (_request, response) => void response.writeHead(500).end();
  const { deliveryId } = await sendTestEvent({ ctx, input: { subscriptionId: showId("subscription", id), eventType: "PURCHASE_APPROVED" } });
  expect((await resendDelivery({ ctx, input: { deliveryId } })).isNew).toBe(false);
  work();
  const uuid = readId("delivery", deliveryId)!;
  await until(async () => expect(await delivery(uuid)).toMatchObject({ status: "failed", attemptCount: 1 }));
  expect(await ctx.db.queueEntry.count({ where: { deliveryId: uuid } })).toBe(0);
});

test("of two resends that were asked for at once, the second adds nothing also when the first was sent and answered before it came to the queue", async () => {
  const { id: subscriptionId } = await createSubscription(ctx, { url: receiver.url });
  const { deliveryId, eventId } = await send();
  work();
  await until(async () => expect((await delivery(deliveryId)).status).toBe("delivered"));
  const ask = (attemptsSeen: number) => ctx.db.$transaction((tx) => requestResend(tx, { deliveryId, eventId, subscriptionId, workspaceId: ctx.workspaceId, maxAttempts: 8, requestedBy: "Ana", attemptsSeen }));
  expect(await ask(1)).toEqual({ isNew: true });
  await until(async () => expect((await delivery(deliveryId)).attemptCount).toBe(2));
  expect(await ask(1)).toEqual({ isNew: false });
  expect(await ctx.db.queueEntry.count({ where: { deliveryId } })).toBe(0);
  expect(await ask(2)).toEqual({ isNew: true });
  await until(async () => expect((await delivery(deliveryId)).attemptCount).toBe(3));
});

test("format 1.0.0 goes out as a signed form, and the attempt shows it with the hottok masked", async () => {
  const { id, secret } = await createSubscription(ctx, { url: receiver.url });
  await ctx.db.subscription.update({ where: { id }, data: { format: "form_v1", hotmartCompatible: true, hottokEncrypted: seal(ctx.secretKey, "s3cret-tok") } });
  const { eventId, deliveryId } = await send('{"purchase":{"transaction":"HP1","status":"APPROVED"}}');
  work();
  await until(async () => expect((await delivery(deliveryId)).status).toBe("delivered"));
  const [request] = receiver.requests;
  expect(request!.headers["content-type"]).toBe("application/x-www-form-urlencoded");
  expect(request!.headers["x-hotmart-hottok"]).toBe("s3cret-tok");
  expect(request!.body).toBe("hottok=s3cret-tok&transaction=HP1&status=approved");
  expect(new Webhook(secret).sign(String(request!.headers["webhook-id"]), new Date(Number(request!.headers["webhook-timestamp"]) * 1_000), request!.body)).toBe(request!.headers["webhook-signature"]);
  const attempt = await ctx.db.attempt.findFirstOrThrow({ where: { eventId } });
  expect(attempt.requestBody).toContain("transaction=HP1");
  expect(JSON.stringify(attempt)).not.toContain("s3cret-tok");
});

test("a subscription's own headers are sent, masked in the history, and cannot replace Aviso's", async () => {
  const { id, secret } = await createSubscription(ctx, { url: receiver.url });
  const headers = [{ name: "Authorization", value: "Bearer s3cret" }, { name: "webhook-signature", value: "v1,forged" }, { name: "Host", value: "elsewhere" }, { name: "Transfer-Encoding", value: "chunked" }];
  await ctx.db.subscription.update({ where: { id }, data: { headersEncrypted: seal(ctx.secretKey, JSON.stringify(headers)) } });
  const { eventId, deliveryId } = await send();
  work();
  await until(async () => expect((await delivery(deliveryId)).status).toBe("delivered"));
  const [request] = receiver.requests;
  expect(request!.headers).toMatchObject({ authorization: "Bearer s3cret", host: new URL(receiver.url).host });
  expect(request!.headers["transfer-encoding"]).toBeUndefined();
  expect(() => new Webhook(secret).verify(request!.body, request!.headers as Record<string, string>)).not.toThrow();
  expect(JSON.stringify(await ctx.db.attempt.findFirstOrThrow({ where: { eventId } }))).not.toContain("s3cret");
});

test("a result that the database refuses is stored without the answer's text, and takes no other with it", async () => {
  await createSubscription(ctx, { url: receiver.url });
  const stored = [await send(), await send()];
  const claims = await claimDue(ctx.db, { workerId: "w", limit: 10 });
  const { jobs } = await loadJobs(ctx.db, ctx.secretKey, claims, new Date());
  const sender = createSender(LOOPBACK);
  const [bad, good] = await Promise.all(jobs.map((job) => attemptDelivery(sender, job, { now: new Date(), jitter: 0 })));
  const errors: unknown[] = [];
  const recorder = createRecorder({ db: ctx.db, workerId: "w", onRecorded: () => undefined, onError: (error) => void errors.push(error) });
  recorder.add({ ...bad!, result: { ...bad!.result, responseBody: "a\0b" } });
  recorder.add(good!);
  await recorder.finish(5_000);
  expect(errors.length).toBeGreaterThan(0);
  for (const { deliveryId } of stored) expect((await delivery(deliveryId)).status).toBe("delivered");
  expect((await ctx.db.attempt.findMany({ where: { deliveryId: { in: stored.map((one) => one.deliveryId) } } })).map((row) => row.responseBody).sort()).toEqual([null, "ok"].sort());
  await sender.close();
});

test("a lease lasts as long as its worker says that it is at it", async () => {
  await createSubscription(ctx, { url: receiver.url });
  await send();
  const claims = await claimDue(ctx.db, { workerId: "w", limit: 10 });
  await ctx.db.queueEntry.updateMany({ data: { leaseUntil: new Date(Date.now() + 1_000) } });
  await extendLeases(ctx.db, "w", claims);
  expect((await ctx.db.queueEntry.findFirstOrThrow()).leaseUntil!.getTime()).toBeGreaterThan(Date.now() + 50_000);
  await extendLeases(ctx.db, "w", [{ ...claims[0]!, claimId: randomUUID() }]);
});

test("old days are dropped whole, with what waits for them and what is kept for a time only; today and the coming days stay", async () => {
  await createSubscription(ctx, { url: receiver.url });
  const { eventId, deliveryId } = await send();
  const old = newUuid(historyStart(new Date()).getTime() - 1);
  await ctx.db.event.create({ data: { id: old, workspaceId: ctx.workspaceId, eventType: "X", externalId: "old", occurredAt: uuidTime(old), receivedAt: uuidTime(old), body: "{}", bodyBytes: 2, source: "api" } });
  await ctx.db.queueEntry.create({ data: { deliveryId: newUuid(), eventId: old, subscriptionId: newUuid(), workspaceId: ctx.workspaceId, trigger: "first", dueAt: new Date() } });
  await ctx.db.idempotencyKey.create({ data: { workspaceId: ctx.workspaceId, key: "key:old", eventId: old, createdAt: uuidTime(old) } });
  await ctx.db.rateLimiterFlexible.create({ data: { key: "logIn.address:10.0.0.1", points: 50, expire: uuidTime(old) } });
  await keepHouse(ctx.db);
  expect(await ctx.db.rateLimiterFlexible.count()).toBe(0);
  expect(await ctx.db.event.findMany({ where: { workspaceId: ctx.workspaceId }, select: { id: true } })).toEqual([{ id: eventId }]);
  expect(await ctx.db.queueEntry.findMany({ select: { deliveryId: true } })).toEqual([{ deliveryId }]);
  expect(await ctx.db.idempotencyKey.count({ where: { workspaceId: ctx.workspaceId } })).toBe(0);
  const [range] = await ctx.db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM pg_inherits WHERE inhparent = 'events'::regclass`;
  expect(range!.n).toBe(60 + 1 + 14);
});
