import { Webhook } from "standardwebhooks";
import { beforeEach, expect, test } from "vitest";
import { attemptDelivery } from "@/lib/delivery/attempt";
import { loadJobs } from "@/lib/delivery/load";
import { recordAttempts } from "@/lib/delivery/record";
import { createSender } from "@/lib/outbound/send";
import { claimDue } from "@/lib/queue/claim";
import { requestResend } from "@/lib/queue/resend";
import type { Ctx } from "@/lib/services/context";
import { createSubscription } from "@/lib/testing/fixtures";
import type { ReceiverServer } from "@/lib/testing/receiver-server";
import { sendEvents } from "@/lib/testing/send-events";
import { LOOPBACK, until, workerStage } from "@/lib/testing/worker-stage";

const stage = workerStage();
const { work } = stage;
let receiver: ReceiverServer;
let ctx: Ctx;
beforeEach(() => void ({ receiver, ctx } = stage));

const send = async (data = '{"b":1.0,"a":12345678901234567890}') => (await sendEvents(ctx, 1, data))[0]!;
const delivery = (deliveryId: string) => ctx.db.delivery.findFirstOrThrow({ where: { id: deliveryId } });

test("an event reaches its receiver byte for byte, with a signature that the reference library accepts", async () => {
  const { secret } = await createSubscription(ctx, { url: receiver.url });
  const { deliveryId, eventId } = await send();
  work();
  await until(async () => expect((await delivery(deliveryId)).status).toBe("delivered"));
  const [request] = receiver.requests;
  expect(request!.body).toContain('"data":{"b":1.0,"a":12345678901234567890}}');
  expect(() => new Webhook(secret).verify(request!.body, request!.headers as Record<string, string>)).not.toThrow();
  expect(() => new Webhook(secret).verify(`${request!.body} `, request!.headers as Record<string, string>)).toThrow();
  const attempt = await ctx.db.attempt.findFirstOrThrow({ where: { eventId } });
  expect(attempt).toMatchObject({ number: 1, trigger: "first", responseStatus: 200, responseBody: "ok", failureKind: null, remoteAddress: "127.0.0.1" });
  expect(attempt.firstByteMs).toBeGreaterThan(0);
  expect(await ctx.db.queueEntry.count()).toBe(0);
});

test("a failed attempt is kept whole and tried again by the schedule, with the same webhook-id", async () => {
  await createSubscription(ctx, { url: receiver.url });
  receiver.answer = (_request, response) => void response.writeHead(500, { "x-why": "tired" }).end("down");
  const { deliveryId, eventId } = await send();
  work();
  await until(async () => expect((await delivery(deliveryId)).attemptCount).toBe(1));
  const waiting = await delivery(deliveryId);
  expect(waiting).toMatchObject({ status: "waiting", lastResponseStatus: 500, lastFailureKind: "http_status" });
  const delayMs = waiting.nextAttemptAt!.getTime() - waiting.lastAttemptAt!.getTime();
  expect(delayMs).toBeGreaterThan(3_900);
  expect(delayMs).toBeLessThan(6_200);
  expect((await ctx.db.attempt.findFirstOrThrow({ where: { eventId } })).responseBody).toBe("down");
  receiver.answer = (_request, response) => void response.end();
  await ctx.db.queueEntry.updateMany({ data: { dueAt: new Date(0) } });
  await until(async () => expect((await delivery(deliveryId)).status).toBe("delivered"));
  expect(receiver.requests.map((request) => request.headers["webhook-id"])).toEqual([receiver.requests[0]!.headers["webhook-id"], receiver.requests[0]!.headers["webhook-id"]]);
  expect(receiver.requests.map((request) => request.headers["webhook-attempt"])).toEqual(["1", "2"]);
});

test("a subscription's own waits decide when it is tried again, and a changed list counts for what waits already", async () => {
  const { id } = await createSubscription(ctx, { url: receiver.url, maxAttempts: 3, retryWaitsSec: [100, 1_000] });
  receiver.answer = (_request, response) => void response.writeHead(500).end();
  const { deliveryId } = await send();
  work();
  const waitAfter = async (attempts: number) => {
    await until(async () => expect((await delivery(deliveryId)).attemptCount).toBe(attempts));
    const { nextAttemptAt, lastAttemptAt } = await delivery(deliveryId);
    return (nextAttemptAt!.getTime() - lastAttemptAt!.getTime()) / 1_000;
  };
  const first = await waitAfter(1);
  expect(first).toBeGreaterThan(79);
  expect(first).toBeLessThan(122);
  expect(receiver.requests[0]!.headers["webhook-retries-remaining"]).toBe("2");
  await ctx.db.subscription.update({ where: { id }, data: { retryWaitsSec: [100, 5_000] } });
  await ctx.db.queueEntry.updateMany({ data: { dueAt: new Date(0) } });
  const second = await waitAfter(2);
  expect(second).toBeGreaterThan(3_990);
  expect(second).toBeLessThan(6_010);
  await ctx.db.queueEntry.updateMany({ data: { dueAt: new Date(0) } });
  await until(async () => expect((await delivery(deliveryId)).status).toBe("failed"));
});

test("the last attempt of the schedule ends the delivery as failed, and the counts follow", async () => {
  const { id } = await createSubscription(ctx, { url: receiver.url, maxAttempts: 1 });
  receiver.answer = (_request, response) => void response.writeHead(404).end();
  const { deliveryId } = await send();
  work();
  await until(async () => expect((await delivery(deliveryId)).status).toBe("failed"));
  expect(await ctx.db.queueEntry.count()).toBe(0);
  const counts = await ctx.db.hourlyCount.findMany({ where: { subscriptionId: id } });
  expect(Object.fromEntries(counts.map((row) => [row.outcome, Number(row.count)]))).toEqual({ waiting: 0, failed: 1 });
});

test("an endpoint that hangs delays only its own deliveries", async () => {
  await createSubscription(ctx, { url: `${receiver.url}/hang`, maxInFlight: 2 });
  await createSubscription(ctx, { url: `${receiver.url}/well`, maxInFlight: 2 });
  receiver.answer = (request, response) => void (request.path.endsWith("/well") && response.end());
  for (let i = 0; i < 8; i++) await send();
  work();
  await until(() => expect(receiver.requests.filter((request) => request.path.endsWith("/well"))).toHaveLength(8));
  expect(receiver.requests.filter((request) => request.path.endsWith("/hang"))).toHaveLength(2);
});

test("a claim whose lease ran out goes to another worker, and the late result is refused", async () => {
  await createSubscription(ctx, { url: receiver.url });
  const { deliveryId } = await send();
  const late = await claimDue(ctx.db, { workerId: "late", limit: 10 });
  expect(late).toHaveLength(1);
  expect(await claimDue(ctx.db, { workerId: "other", limit: 10 })).toHaveLength(0);
  await ctx.db.queueEntry.updateMany({ data: { leaseUntil: new Date(0) } });
  await ctx.db.claimShare.updateMany({ data: { heldUntil: new Date(0) } });
  const sender = createSender(LOOPBACK);
  const attempt = async (claims: typeof late) => {
    const { jobs: [job] } = await loadJobs(ctx.db, ctx.secretKey, claims, new Date());
    return attemptDelivery(sender, job!, { now: new Date(), jitter: 0 });
  };
  const lateResult = await attempt(late);
  const taken = await claimDue(ctx.db, { workerId: "other", limit: 10 });
  expect((await recordAttempts(ctx.db, "late", [lateResult])).taken).toEqual([]);
  expect((await recordAttempts(ctx.db, "other", [await attempt(taken)])).taken).toEqual([deliveryId]);
  expect((await ctx.db.attempt.findMany({ where: { deliveryId } })).map((row) => row.workerId)).toEqual(["other"]);
  await sender.close();
});

test("410 disables the subscription, and its other deliveries wait", async () => {
  const { id } = await createSubscription(ctx, { url: receiver.url, maxInFlight: 1 });
  receiver.answer = (_request, response) => void response.writeHead(410).end();
  const { deliveryId } = await send();
  work();
  await until(async () => expect((await delivery(deliveryId)).status).toBe("failed"));
  expect(await ctx.db.subscription.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: "disabled", statusReason: "receiver_gone" });
});

test("a redirect is a failure and is not followed; a private address, or http where only https may be, is refused before a byte is sent", async () => {
  await createSubscription(ctx, { url: receiver.url });
  receiver.answer = (_request, response) => void response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end();
  const redirected = await send();
  const worker = work();
  await until(async () => expect((await delivery(redirected.deliveryId)).lastFailureKind).toBe("redirect"));
  expect(receiver.requests).toHaveLength(1);
  await worker.stop();
  const blocked = await send();
  const strict = work({ policy: { ...LOOPBACK, allowedRanges: [] } });
  await until(async () => expect((await delivery(blocked.deliveryId)).lastFailureKind).toBe("blocked_address"));
  await strict.stop();
  const unsafe = await send();
  work({ policy: { ...LOOPBACK, allowHttp: false } });
  await until(async () => expect((await delivery(unsafe.deliveryId)).lastFailureKind).toBe("https_only"));
  expect(receiver.requests).toHaveLength(1);
});

test("no answer in time is a timeout, with no status", async () => {
  await createSubscription(ctx, { url: receiver.url, timeoutMs: 200 });
  receiver.answer = () => undefined;
  const { deliveryId } = await send();
  work();
  await until(async () => expect((await delivery(deliveryId)).lastFailureKind).toBe("timeout_response"));
  const row = await delivery(deliveryId);
  expect(row.lastResponseStatus).toBeNull();
  expect(row.nextAttemptAt!.getTime() - row.lastAttemptAt!.getTime()).toBeGreaterThan(59_000);
});

test("a kept connection that dies unread is tried once more at once, which is no attempt of its own", async () => {
  await createSubscription(ctx, { url: receiver.url });
  const kept = await send();
  work();
  await until(async () => expect((await delivery(kept.deliveryId)).status).toBe("delivered"));
  receiver.answer = (_request, response) => void (receiver.requests.length === 2 ? response.socket!.resetAndDestroy() : response.end("ok"));
  const { deliveryId, eventId } = await send();
  await until(async () => expect(await delivery(deliveryId)).toMatchObject({ status: "delivered", attemptCount: 1 }));
  const [, first, second, ...more] = receiver.requests;
  expect([first!.headers, first!.body, more]).toEqual([second!.headers, second!.body, []]);
  expect(await ctx.db.attempt.findMany({ where: { eventId } })).toMatchObject([{ number: 1, failureKind: null, responseBody: "ok" }]);
  // Not for ever, and not when the receiver had begun to answer.
  receiver.answer = (_request, response) => void response.socket!.resetAndDestroy();
  const dead = await send();
  await until(async () => expect(await delivery(dead.deliveryId)).toMatchObject({ attemptCount: 1, lastFailureKind: "connection_reset" }));
  expect(receiver.requests).toHaveLength(5);
  receiver.answer = (_request, response) => void response.writeHead(200, { "content-length": "9" }).write("begun", () => response.socket!.resetAndDestroy());
  const begun = await send();
  await until(async () => expect(await delivery(begun.deliveryId)).toMatchObject({ attemptCount: 1, lastFailureKind: "connection_reset" }));
  expect(receiver.requests).toHaveLength(6);
});

test("a paused subscription holds its deliveries, and resuming lets them go", async () => {
  const { id } = await createSubscription(ctx, { url: receiver.url });
  const { deliveryId } = await send();
  await ctx.db.subscription.update({ where: { id }, data: { status: "paused" } });
  expect(await claimDue(ctx.db, { workerId: "w", limit: 10 })).toHaveLength(0);
  await ctx.db.subscription.update({ where: { id }, data: { status: "active" } });
  work();
  await until(async () => expect((await delivery(deliveryId)).status).toBe("delivered"));
});

test("a resend is one attempt more, asked for twice sent once, and delivered stays delivered", async () => {
  const { id: subscriptionId } = await createSubscription(ctx, { url: receiver.url });
  const { deliveryId, eventId } = await send();
  const worker = work();
  await until(async () => expect((await delivery(deliveryId)).status).toBe("delivered"));
  await worker.stop();
  receiver.answer = (_request, response) => void response.writeHead(500).end();
  const ask = () =>
    ctx.db.$transaction((tx) => requestResend(tx, { deliveryId, eventId, subscriptionId, workspaceId: ctx.workspaceId, maxAttempts: 8, requestedBy: "Ana", attemptsSeen: 1 }));
  expect([await ask(), await ask()]).toEqual([{ isNew: true }, { isNew: false }]);
  work();
  await until(async () => expect((await delivery(deliveryId)).attemptCount).toBe(2));
  expect((await delivery(deliveryId)).status).toBe("delivered");
  expect(await ctx.db.queueEntry.count()).toBe(0);
  expect(await ctx.db.attempt.findFirstOrThrow({ where: { eventId, number: 2 } })).toMatchObject({ trigger: "resend", requestedBy: "Ana", responseStatus: 500 });
});
