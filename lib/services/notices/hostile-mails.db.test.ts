import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid } from "@/lib/domain/ids";
import { NOTICE_KINDS } from "@/lib/domain/notice";
import { LOCALES } from "@/lib/domain/locale";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createPerson, createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { type MailServer, startMailServer } from "@/lib/testing/mail-server";
import { mailText } from "./mail-text";
import { createMailer } from "./mailer";
import { sendNoticeMails } from "./send-mails";

// Written past the schemas, which refuse most of it: what is stored may be older than they are.
const HOSTILE = "CRM\r\nBcc: victim@evil.example\r\n\r\n<img src=x onerror=alert(1)> <script>alert(1)</script> {name} \u202egnp.exe\u2066 \u001b[31mred\u0007 =?utf-8?Q?=0D=0ABcc:_victim@evil.example?= \u2028.\r\n.\r\nMAIL FROM:<x@evil.example>";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let smtp: MailServer;
let ctx: Ctx;
beforeAll(async () => {
  [database, smtp] = await Promise.all([createTestDatabase(), startMailServer()]);
  ctx = await createWorkspace(database.db);
  await database.db.workspace.update({ where: { id: ctx.workspaceId }, data: { name: HOSTILE } });
});
afterAll(async () => {
  await smtp.close();
  await database.close();
});

async function mailAll(): Promise<void> {
  const mailer = createMailer({ smtpUrl: smtp.url, from: "Aviso <aviso@example.com>" });
  await sendNoticeMails({ db: database.db, mailer, origin: "http://aviso.test" }).finally(() => mailer.close());
}

async function makeNotice(kind: string): Promise<void> {
  const { id } = await createSubscription(ctx, { url: "https://crm.example.com" });
  await database.db.notice.create({ data: {
    id: newUuid(), workspaceId: ctx.workspaceId, subscriptionId: id, subscriptionName: HOSTILE, kind, key: newUuid(), createdAt: new Date(), eventState: "none", mailState: "waiting",
    detail: { downSince: new Date().toISOString(), disableAt: new Date().toISOString(), reason: "down_too_long", failureKind: HOSTILE, attempts: 3, deliveryId: HOSTILE, eventId: HOSTILE } as object,
  } });
}

/** A mail's head as lines, unfolded, and its body as it is read. */
function read(text: string): { head: string[]; body: string } {
  const [head, ...rest] = text.split("\r\n\r\n");
  const raw = rest.join("\r\n\r\n");
  const bytes = /^content-transfer-encoding: base64/im.test(head!) ? Buffer.from(raw, "base64")
    : /^content-transfer-encoding: quoted-printable/im.test(head!) ? Buffer.from(raw.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))), "latin1") : Buffer.from(raw);
  return { head: head!.replace(/\r\n[ \t]+/g, " ").split("\r\n"), body: bytes.toString("utf8") };
}

test("whatever stands in names and errors, a mail goes to nobody else, has no head of theirs, and is plain text that reads as it is written", async () => {
  for (const locale of LOCALES) {
    const person = await createPerson(ctx, "owner", { name: HOSTILE, email: `${locale.toLowerCase()}@example.com` });
    await database.db.user.update({ where: { id: person.actor.id }, data: { locale } });
  }
  for (const kind of NOTICE_KINDS) await makeNotice(kind);
  await mailAll();
  expect(smtp.mails).toHaveLength(NOTICE_KINDS.length * LOCALES.length);
  for (const mail of smtp.mails) {
    expect(mail.from).toBe("aviso@example.com");
    expect(mail.to).toHaveLength(1);
    expect(mail.to[0]).toMatch(/^(en|pt-br|es)@example\.com$/);
    const { head, body } = read(mail.text);
    expect(head.map((line) => line.split(":")[0]!.toLowerCase()).toSorted()).toEqual(["content-transfer-encoding", "content-type", "date", "from", "message-id", "mime-version", "subject", "to"]);
    expect(head.find((line) => /^content-type/i.test(line))).toMatch(/text\/plain/);
    // What a mail program shows of the subject, after it has decoded it.
    const subject = head.find((line) => /^subject/i.test(line))!.replace(/=\?utf-8\?(b|q)\?(.*?)\?=\s*/gi, (_all, way: string, word: string) =>
      way.toLowerCase() === "b" ? Buffer.from(word, "base64").toString("utf8") : Buffer.from(word.replaceAll("_", " ").replace(/=([0-9A-F]{2})/gi, (_hex, hex: string) => String.fromCharCode(parseInt(hex, 16))), "latin1").toString("utf8"));
    for (const text of [subject, body]) expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u2028\u001b\u0007]/);
    expect(subject).not.toMatch(/[\r\n]/);
    // The name stands there as it is, on the line it belongs to.
    expect(body).toContain("<img src=x onerror=alert(1)>");
    expect(body).not.toMatch(/^(Bcc|MAIL FROM)/m);
  }
});

test("a name that is written from right to left, or hides something, turns nothing of the sentence around it", () => {
  const url = "http://aviso.test/subscriptions/1";
  for (const locale of LOCALES) {
    const mail = (name: string) => mailText(locale, "subscription_disabled", { subscription: name, workspace: name, detail: { reason: "receiver_gone" }, url });
    const plain = mail("CRM");
    for (const [name, shown] of [["שלום 123", "\u2068שלום 123\u2069"], ["مرحبا\u202e!\n", "\u2068مرحبا!\u2069"], ["pay\u200bpal", "payU+200Bpal"]] as const) {
      const { subject, text } = mail(name);
      expect(subject).toBe(plain.subject.replaceAll("CRM", shown));
      expect(text).toBe(plain.text.replaceAll("CRM", shown));
    }
  }
});

test("an address that holds more than one is no way to write to others", async () => {
  smtp.mails.length = 0;
  await database.db.member.deleteMany({ where: { workspaceId: ctx.workspaceId } });
  for (const email of ["ana@example.com, victim@evil.example", "ana2@example.com\r\nRCPT TO:<victim@evil.example>", "group: victim@evil.example;", "\"x\" <victim@evil.example>"]) await createPerson(ctx, "owner", { email });
  await makeNotice("subscription_down");
  await mailAll().catch(() => undefined);
  expect(smtp.mails.flatMap(({ to }) => to).filter((address) => /^victim@/.test(address))).toEqual([]);
  for (const { text } of smtp.mails) expect(text).not.toMatch(/^(RCPT|Bcc)/m);
});
