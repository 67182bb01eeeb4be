import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { attemptDelivery } from "@/lib/delivery/attempt";
import { loadJobs } from "@/lib/delivery/load";
import { recordAttempts } from "@/lib/delivery/record";
import { newUuid } from "@/lib/domain/ids";
import { NOTICE_EVENT_TYPE } from "@/lib/domain/notice";
import { newSecret } from "@/lib/domain/signature";
import { emptyResult } from "@/lib/outbound/result";
import type { Sender } from "@/lib/outbound/send";
import { claimDue } from "@/lib/queue/claim";
import { requestResend } from "@/lib/queue/resend";
import type { Ctx } from "@/lib/services/context";
import { listNotices } from "@/lib/services/notices/list";
import { createMailer } from "@/lib/services/notices/mailer";
import { markNoticesSeen } from "@/lib/services/notices/mark-seen";
import { sendNoticeEvents } from "@/lib/services/notices/send-events";
import { sendNoticeMails } from "@/lib/services/notices/send-mails";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { sendEvents } from "@/lib/testing/send-events";
import { type MailServer, startMailServer } from "@/lib/testing/mail-server";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
let crm: string;
let watcher: { id: string; secret: string };
let now: Date;
let smtp: MailServer;
const mails = () => smtp.mails.map(({ text }) => text);

beforeAll(async () => {
  database = await createTestDatabase();
  smtp = await startMailServer();
});
afterAll(async () => {
  await smtp.close();
  await database.close();
});
beforeEach(async () => {
  smtp.mails.length = 0;
  now = new Date(Date.now() + 1_000);
  ctx = { ...(await createWorkspace(database.db)), now: () => now };
  crm = (await createSubscription(ctx, { url: "https://crm.example.com", maxInFlight: 100 })).id;
  watcher = await createSubscription(ctx, { url: "https://watch.example.com" });
  await ctx.db.subscription.update({ where: { id: watcher.id }, data: { name: "Watcher", allEventTypes: false, eventTypes: Object.values(NOTICE_EVENT_TYPE) } });
  const userId = newUuid();
  await ctx.db.user.create({ data: { id: userId, email: `${userId}@example.com`, name: "Ana", passwordHash: "-", members: { create: { workspaceId: ctx.workspaceId, role: "owner" } } } });
});
afterEach(async () => {
  await database.db.queueEntry.deleteMany();
  await database.db.notice.deleteMany();
});

async function send(count: number): Promise<void> {
  await sendEvents(ctx, count);
  // Due by the database's clock, however slow this machine is today.
  now = new Date(Math.max(now.getTime(), Date.now() + 1_000));
}

const later = (sec: number) => void (now = new Date(now.getTime() + sec * 1_000));

async function answer(status: number, headers: [string, string][] = []): Promise<void> {
  const claims = (await claimDue(ctx.db, { workerId: "w", limit: 100, now })).filter((claim) => claim.subscriptionId === crm);
  const sender: Pick<Sender, "send"> = { send: async () => ({ ...emptyResult(), startedAt: now, responseStatus: status, responseHeaders: headers, failureKind: status === 200 ? null : "http_status" }) };
  const { jobs } = await loadJobs(ctx.db, ctx.secretKey, claims, now);
  await recordAttempts(ctx.db, "w", await Promise.all(jobs.map((job) => attemptDelivery(sender as Sender, job, { now, jitter: 0 }))), now);
}

const kinds = async () => (await listNotices({ ctx })).notices.map((notice) => notice.kind).reverse();
const ownEvents = () => ctx.db.event.findMany({ where: { workspaceId: ctx.workspaceId, eventType: { startsWith: "aviso." } }, orderBy: { receivedAt: "asc" } });
const mailer = () => createMailer({ smtpUrl: smtp.url, from: "aviso@example.com" });

test("down and up again are each said once: in the app, as a signed event to whoever chose it, and by mail", async () => {
  await send(10);
  await answer(500);
  later(30);
  await answer(500);
  later(60);
  await answer(200);
  expect(await kinds()).toEqual(["subscription_down", "subscription_recovered"]);
  // Two workers send at once, and again.
  await Promise.all([sendNoticeEvents(ctx), sendNoticeEvents(ctx)]);
  await sendNoticeEvents(ctx);
  const events = await ownEvents();
  expect(events.map((event) => event.eventType).sort()).toEqual(["aviso.subscription.down", "aviso.subscription.recovered"]);
  expect(JSON.parse(events.find((event) => event.eventType.endsWith("down"))!.body).data).toMatchObject({ subscription: { name: "CRM" }, last_failure: { kind: "http_status", response_status: 500 } });
  const deliveries = await ctx.db.delivery.findMany({ where: { eventId: { in: events.map((event) => event.id) } } });
  expect(deliveries.map((delivery) => delivery.subscriptionId)).toEqual([watcher.id, watcher.id]);
  // As they go out, the reference library accepts them by the subscription's own secret, and by no other.
  const sent: { headers: Record<string, string>; body: string }[] = [];
  const sender: Pick<Sender, "send"> = { send: async (request) => { sent.push(request); return { ...emptyResult(), startedAt: now, responseStatus: 200 }; } };
  const claims = (await claimDue(ctx.db, { workerId: "w", limit: 100, now })).filter((claim) => claim.subscriptionId === watcher.id);
  const realNow = new Date();
  for (const job of (await loadJobs(ctx.db, ctx.secretKey, claims, now)).jobs) await attemptDelivery(sender as Sender, job, { now: realNow, jitter: 0 });
  expect(sent.map(({ body }) => (JSON.parse(body) as { event: string }).event).sort()).toEqual(["aviso.subscription.down", "aviso.subscription.recovered"]);
  for (const { headers, body } of sent) {
    expect(new Webhook(watcher.secret).verify(body, headers)).toMatchObject({ data: { subscription: { name: "CRM" } } });
    expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow(/No matching signature/);
    expect(() => new Webhook(watcher.secret).verify(body.replace("CRM", "ERP"), headers)).toThrow(/No matching signature/);
  }
  const sending = mailer();
  await Promise.all([sendNoticeMails({ db: ctx.db, mailer: sending, origin: ctx.origin }), sendNoticeMails({ db: ctx.db, mailer: sending, origin: ctx.origin })]);
  await sendNoticeMails({ db: ctx.db, mailer: sending, origin: ctx.origin });
  sending.close();
  expect(mails().map((mail) => /^Subject: (.*)$/m.exec(mail)![1]!.trim()).sort()).toEqual(["[Aviso] CRM is down", "[Aviso] CRM is up again"]);
});

test("a long breakdown is told in three steps, each once however many probes fail: down, what is to come at half the time, and the end", async () => {
  await send(12);
  await answer(500);
  for (let hours = 0; hours < 5 * 24 + 6; hours += 6) {
    later(6 * 3_600);
    await answer(503);
  }
  expect(await kinds()).toEqual(["subscription_down", "subscription_disable_announced", "subscription_disabled"]);
  const { notices } = await listNotices({ ctx });
  const announced = notices.find((notice) => notice.kind === "subscription_disable_announced")!;
  expect(announced.at.getTime() - Date.parse(announced.detail.downSince!)).toBeGreaterThanOrEqual(2.5 * 86_400_000);
  expect(Date.parse(announced.detail.disableAt!) - Date.parse(announced.detail.downSince!)).toBe(5 * 86_400_000);
  await sendNoticeEvents(ctx);
  const events = (await ownEvents()).toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
  expect(events.map((event) => event.eventType)).toEqual(["aviso.subscription.down", "aviso.subscription.disable_announced", "aviso.subscription.disabled"]);
  expect(JSON.parse(events[1]!.body).data).toMatchObject({ down_since: announced.detail.downSince, disable_at: announced.detail.disableAt, last_failure: { response_status: 503 } });
  const sending = mailer();
  await sendNoticeMails({ db: ctx.db, mailer: sending, origin: ctx.origin });
  sending.close();
  expect(mails()).toHaveLength(3);
});

test("a worker that dies between sending a notice and noting that it did sends no second event, and a mail that is known for the same", async () => {
  await send(10);
  await answer(500);
  const sending = mailer();
  const again = async () => {
    await sendNoticeEvents(ctx);
    await sendNoticeMails({ db: ctx.db, mailer: sending, origin: ctx.origin });
  };
  await again();
  // As it stood before the note.
  await ctx.db.$executeRaw`UPDATE notices SET event_state = 'waiting', mail_state = 'waiting', mail_due_at = 'epoch', mailed_to = '{}' WHERE workspace_id = ${ctx.workspaceId}::uuid`;
  await again();
  sending.close();
  expect(mails()).toHaveLength(2);
  expect(await ownEvents()).toHaveLength(1);
  expect(await ctx.db.delivery.count({ where: { subscriptionId: watcher.id } })).toBe(1);
  expect(new Set(mails().map((mail) => /^Message-ID: (.*)$/im.exec(mail)![1]!.trim())).size).toBe(1);
  expect(await ctx.db.notice.findMany({ where: { workspaceId: ctx.workspaceId }, select: { eventState: true, mailState: true } })).toEqual([{ eventState: "sent", mailState: "sent" }]);
});

test("a mail that was taken by a worker that died is mailed by another when its time comes, and by nobody before", async () => {
  await send(10);
  await answer(500);
  await ctx.db.notice.updateMany({ data: { mailTries: 1, mailDueAt: new Date(Date.now() + 60_000) } });
  const sending = mailer();
  expect(await sendNoticeMails({ db: ctx.db, mailer: sending, origin: ctx.origin })).toBe(0);
  await ctx.db.notice.updateMany({ data: { mailDueAt: new Date() } });
  expect(await sendNoticeMails({ db: ctx.db, mailer: sending, origin: ctx.origin })).toBe(1);
  sending.close();
  expect(mails()).toHaveLength(1);
});

test("each person is mailed in their language: the one they chose, else their browser's, else English", async () => {
  const people = [{ locale: "es", browserLocale: "pt-BR" }, { locale: null, browserLocale: "pt-BR" }];
  for (const languages of people) {
    const id = newUuid();
    await ctx.db.user.create({ data: { id, email: `${id}@example.com`, name: "Bia", passwordHash: "-", ...languages, members: { create: { workspaceId: ctx.workspaceId, role: "admin" } } } });
  }
  await send(10);
  await answer(500);
  const sending = mailer();
  await sendNoticeMails({ db: ctx.db, mailer: sending, origin: ctx.origin });
  sending.close();
  expect(mails().map(subjectOf).sort()).toEqual(["[Aviso] CRM está caída", "[Aviso] CRM está fora do ar", "[Aviso] CRM is down"]);
});

test("where one person cannot be mailed the others are, once; that one is, as soon as they can be", async () => {
  const add = async (email: string, locale: string) => {
    const id = newUuid();
    await ctx.db.user.create({ data: { id, email, name: "Bia", passwordHash: "-", locale, members: { create: { workspaceId: ctx.workspaceId, role: "admin" } } } });
  };
  const [full, away] = [`${newUuid()}@full.example`, `${newUuid()}@away.example`];
  await add(full, "en");
  await add(away, "es");
  smtp.refused.add(full).add(away);
  await send(10);
  await answer(500);
  const again = async () => {
    await ctx.db.notice.updateMany({ data: { mailDueAt: new Date(0) } });
    const sending = mailer();
    await sendNoticeMails({ db: ctx.db, mailer: sending, origin: ctx.origin }).finally(() => sending.close());
  };
  for (let round = 0; round < 2; round++) await expect(again()).rejects.toThrow();
  expect(smtp.mails).toHaveLength(1);
  smtp.refused.delete(full);
  await expect(again()).rejects.toThrow();
  smtp.refused.clear();
  expect(await again()).toBeUndefined();
  await again();
  expect(smtp.mails.map(({ to }) => to)).toEqual([[expect.stringMatching(/@example\.com$/)], [full], [away]]);
  expect(await ctx.db.notice.findFirstOrThrow()).toMatchObject({ mailState: "sent" });
});

/** A mail's subject, out of RFC 2047's encoded words where it has any. */
function subjectOf(mail: string): string {
  const header = /^Subject: (.*(?:\r\n .*)*)$/m.exec(mail)![1]!.replace(/\?=\s+=\?/g, "?==?").trim();
  return header.replace(/=\?UTF-8\?([QB])\?(.*?)\?=/gi, (_, way: string, text: string) =>
    way.toUpperCase() === "B" ? Buffer.from(text, "base64").toString() : decodeURIComponent(text.replaceAll("_", " ").replaceAll("=", "%")));
}

test("a receiver that answers 410 is disabled, and that is said", async () => {
  await send(1);
  await answer(410);
  const { notices } = await listNotices({ ctx });
  expect(notices).toMatchObject([{ kind: "subscription_disabled", detail: { reason: "receiver_gone", responseStatus: 410 } }]);
  expect((await ctx.db.subscription.findUniqueOrThrow({ where: { id: crm } })).status).toBe("disabled");
});

test("given up deliveries are told to a person once a day, and as an event each", async () => {
  await ctx.db.subscription.update({ where: { id: crm }, data: { maxAttempts: 1 } });
  await ctx.db.workspace.update({ where: { id: ctx.workspaceId }, data: { configVersion: { increment: 1 } } });
  await send(3);
  await answer(500);
  expect(await kinds()).toEqual(["delivery_exhausted"]);
  await sendNoticeEvents(ctx);
  expect((await ownEvents()).map((event) => event.eventType)).toEqual(["aviso.delivery.exhausted", "aviso.delivery.exhausted", "aviso.delivery.exhausted"]);
  // A resend of what was given up is one attempt more, and gives nothing up again.
  const { id: deliveryId, eventId, workspaceId } = await ctx.db.delivery.findFirstOrThrow({ where: { subscriptionId: crm } });
  await ctx.db.$transaction((tx) => requestResend(tx, { deliveryId, eventId, subscriptionId: crm, workspaceId, maxAttempts: 1, requestedBy: "Ana", attemptsSeen: 1 }));
  later(86_400);
  await answer(500);
  expect(await ctx.db.delivery.findFirstOrThrow({ where: { id: deliveryId } })).toMatchObject({ status: "failed", attemptCount: 2 });
  await sendNoticeEvents(ctx);
  expect(await kinds()).toEqual(["delivery_exhausted"]);
  expect(await ownEvents()).toHaveLength(3);
});

test("nobody gets Aviso's own events who did not choose them", async () => {
  await ctx.db.subscription.update({ where: { id: watcher.id }, data: { deletedAt: new Date() } });
  await ctx.db.workspace.update({ where: { id: ctx.workspaceId }, data: { configVersion: { increment: 1 } } });
  await send(10);
  await answer(500);
  expect(await kinds()).toEqual(["subscription_down"]);
  expect(await sendNoticeEvents(ctx)).toBe(0);
  expect(await ownEvents()).toHaveLength(0);
});

test("notices are read by one for all of the workspace, and by nobody of another", async () => {
  await send(10);
  await answer(500);
  const other = await createWorkspace(database.db);
  expect(await listNotices({ ctx: other })).toEqual({ notices: [], unseen: 0 });
  await markNoticesSeen({ ctx: other });
  expect((await listNotices({ ctx })).unseen).toBe(1);
  await markNoticesSeen({ ctx });
  expect(await listNotices({ ctx })).toMatchObject({ unseen: 0, notices: [{ isSeen: true }] });
});
