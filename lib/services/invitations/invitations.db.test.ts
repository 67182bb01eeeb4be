import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, readId, showId } from "@/lib/domain/ids";
import { INVITATION_DAYS, MAX_INVITATIONS_A_DAY } from "@/lib/domain/membership";
import { listAudit } from "@/lib/services/audit/list";
import { createMailer } from "@/lib/services/notices/mailer";
import { changeRole } from "@/lib/services/people/change-role";
import { logIn } from "@/lib/services/people/log-in";
import { removePerson } from "@/lib/services/people/remove";
import { createTestDatabase } from "@/lib/testing/database";
import { createPerson, createWorkspace } from "@/lib/testing/fixtures";
import { startMailServer } from "@/lib/testing/mail-server";
import { findPersonOfNewSession } from "@/lib/testing/session";
import { acceptInvitation } from "./accept";
import { createInvitation } from "./create";
import { findInvitation } from "./find";
import { joinWorkspace } from "./join";
import { listInvitations } from "./list";
import { mailInvitation } from "./mail";
import { MOST_TRIES } from "./throttle";
import { withdrawInvitation } from "./withdraw";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

const address = "198.51.100.7";
const tokenOf = (url: string) => url.split("/").at(-1)!;
const accept = (token: string, email: string, now = new Date()) => acceptInvitation({ db: database.db, now, address, locale: "en", input: { token, name: "Bia", email, password: "a long password" } });
const owner = async () => createPerson(await createWorkspace(database.db), "owner");

test("a link lets one person in with the role it names, once; the database keeps no token; the log says who invited whom", async () => {
  const ctx = await owner();
  const { url, id } = await createInvitation({ ctx, input: { role: "developer", note: "Bia" } });
  const token = tokenOf(url);
  expect(JSON.stringify([await ctx.db.invitation.findMany(), await ctx.db.auditEntry.findMany()])).not.toContain(token);
  const results = await Promise.all(Array.from({ length: 4 }, (_, index) => accept(token, `bia${index}@example.com`)));
  expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(["gone", "gone", "gone", "joined"]);
  const joined = results.find((result) => result.outcome === "joined")!;
  expect(await findPersonOfNewSession({ db: ctx.db, personId: joined.person.id, sessionVersion: 1 })).toMatchObject({ current: { workspace: { id: ctx.workspaceId }, role: "developer" } });
  // Who lost the race has no account either.
  expect(await ctx.db.user.count({ where: { email: { startsWith: "bia" } } })).toBe(1);
  expect((await logIn({ db: ctx.db, input: { email: joined.person.email, password: "a long password", address } })).outcome).toBe("welcome");
  expect(await findInvitation({ db: ctx.db, token, now: new Date() })).toBeNull();
  expect((await listAudit({ ctx, input: {} })).data).toMatchObject([
    { action: "person.signedIn", actor: { name: "Bia" }, address, after: { by: "password" } },
    { action: "member.joined", actor: { name: "Bia" }, address, after: { role: "developer", invitedBy: "A owner", invitation: id } },
    { action: "member.invited", actor: { name: "A owner" }, target: { id, name: "Bia" }, after: { role: "developer" } },
  ]);
});

test("nobody makes links without end by taking each back: all that a person made in a day count, wherever", async () => {
  const ctx = await owner();
  const elsewhere = await createWorkspace(database.db);
  await database.db.member.create({ data: { workspaceId: elsewhere.workspaceId, userId: ctx.actor.id, role: "owner" } });
  const made = (index: number, createdAt: Date) => ({ id: newUuid(), workspaceId: elsewhere.workspaceId, role: "viewer", tokenHash: `${ctx.actor.id} ${index}`, invitedBy: "A owner", invitedById: ctx.actor.id, createdAt, expiresAt: createdAt, endedAt: createdAt });
  await database.db.invitation.createMany({ data: Array.from({ length: MAX_INVITATIONS_A_DAY }, (_, index) => made(index, new Date(Date.now() - (index ? 3_600_000 : 90_000_000)))) });
  const { id } = await createInvitation({ ctx, input: { role: "viewer" } });
  await withdrawInvitation({ ctx, input: { invitationId: id } });
  await expect(createInvitation({ ctx, input: { role: "viewer" } })).rejects.toMatchObject({ code: "limit_exceeded" });
  expect(await createInvitation({ ctx: await createPerson(ctx, "admin"), input: { role: "viewer" } })).toMatchObject({ role: "viewer" });
});

test("a link that was taken back, is too old, or never was lets nobody in, and all three look the same", async () => {
  const ctx = await owner();
  const withdrawn = await createInvitation({ ctx, input: { role: "viewer" } });
  const old = await createInvitation({ ctx, input: { role: "viewer" } });
  await withdrawInvitation({ ctx, input: { invitationId: withdrawn.id } });
  const later = new Date(Date.now() + INVITATION_DAYS * 86_400_000 + 1);
  for (const [token, now] of [[tokenOf(withdrawn.url), new Date()], [tokenOf(old.url), later], ["never", new Date()]] as const) {
    expect(await findInvitation({ db: ctx.db, token, now })).toBeNull();
    expect(await accept(token, "late@example.com", now)).toEqual({ outcome: "gone" });
  }
  expect((await listInvitations({ ctx, input: {} })).data.map(({ id }) => id)).toEqual([old.id]);
  expect((await listInvitations({ ctx: { ...ctx, now: () => later }, input: {} })).data).toEqual([]);
});

test("who has an account joins with it, keeps the other workspace, and can't join twice; an account's e-mail makes no second account", async () => {
  const ctx = await owner();
  const guest = await createPerson(await createWorkspace(database.db), "admin", { email: "guest@example.com" });
  const token = tokenOf((await createInvitation({ ctx, input: { role: "viewer" } })).url);
  await expect(accept(token, "Guest@example.com")).rejects.toMatchObject({ code: "invalid", issues: [{ path: "email" }] });
  const join = (person: typeof guest) => joinWorkspace({ db: ctx.db, now: new Date(), address, person: { ...person.actor, email: "x" }, input: { token } });
  await expect(join(ctx)).rejects.toMatchObject({ code: "conflict" });
  expect(await join(guest)).toEqual({ outcome: "joined", workspaceId: ctx.workspaceId });
  expect(await join(guest).catch((error: unknown) => error)).toMatchObject({ code: "conflict" });
  expect((await findPersonOfNewSession({ db: ctx.db, personId: guest.actor.id, sessionVersion: 1 }))?.memberships).toHaveLength(2);
});

test("the links of a person end when they are removed or may less, so that nobody comes back by their own", async () => {
  const ctx = await owner();
  const [removed, demoted] = [await createPerson(ctx, "admin"), await createPerson(ctx, "owner")];
  const tokens = [await createInvitation({ ctx: removed, input: { role: "admin" } }), await createInvitation({ ctx: demoted, input: { role: "owner" } })].map(({ url }) => tokenOf(url));
  await removePerson({ ctx, input: { personId: showId("user", removed.actor.id) } });
  await changeRole({ ctx, input: { personId: showId("user", demoted.actor.id), role: "viewer" } });
  for (const token of tokens) expect(await accept(token, "back@example.com")).toEqual({ outcome: "gone" });
});

test("an admin neither makes an owner's link nor takes one back, and below an admin nobody invites", async () => {
  const ctx = await owner();
  const [admin, developer] = [await createPerson(ctx, "admin"), await createPerson(ctx, "developer")];
  const ofOwner = await createInvitation({ ctx, input: { role: "owner" } });
  await expect(createInvitation({ ctx: admin, input: { role: "owner" } })).rejects.toMatchObject({ code: "forbidden" });
  await expect(withdrawInvitation({ ctx: admin, input: { invitationId: ofOwner.id } })).rejects.toMatchObject({ code: "forbidden" });
  await expect(createInvitation({ ctx: developer, input: { role: "viewer" } })).rejects.toMatchObject({ code: "forbidden" });
  expect(await ctx.db.invitation.count({ where: { workspaceId: ctx.workspaceId, endedAt: null, id: { not: readId("invitation", ofOwner.id)! } } })).toBe(0);
});

test("the mail holds the link and names, on a subject of one line", async () => {
  const smtp = await startMailServer();
  const mailer = createMailer({ smtpUrl: smtp.url, from: "Aviso <aviso@example.com>" });
  const url = `http://aviso.test/join/${"t".repeat(43)}`;
  await mailInvitation({ mailer, origin: "http://aviso.test", locale: "en", invitation: { id: "inv_1", email: "bia@example.com", url, workspace: "Ana's\r\nBcc: x@example.com", inviter: "\u202eAna" } });
  mailer.close();
  await smtp.close();
  expect(smtp.mails).toMatchObject([{ from: "aviso@example.com", to: ["bia@example.com"] }]);
  const mail = smtp.mails[0]!.text.replace(/=\r\n/g, "");
  expect(mail).toMatch(/^Subject: Ana invites you to Ana's Bcc: x@example\.com in Aviso/m);
  expect(mail).toContain(url);
});

test("past so many tries an address waits, even with a good link; others do not, and who joins has the try back", async () => {
  const ctx = await owner();
  const [first, second] = await Promise.all(["Bia", "Caio"].map((note) => createInvitation({ ctx, input: { role: "viewer", note } })));
  const from = (who: string, token: string, email: string) => acceptInvitation({ db: database.db, now: new Date(), address: who, locale: "en", input: { token, name: "X", email, password: "a long password" } });
  const guesses = () => Promise.allSettled(Array.from({ length: MOST_TRIES }, (_, index) => from(`2001:db8:1:2::${index}`, `guess-${index}`, "x@example.com")));
  // Joining does not count.
  expect((await from("2001:db8:1:2::ffff", tokenOf(first!.url), "tried1@example.com")).outcome).toBe("joined");
  expect((await guesses()).map((result) => result.status === "fulfilled" && result.value.outcome)).toEqual(Array.from({ length: MOST_TRIES }, () => "gone"));
  const person = { id: readId("user", showId("user", ctx.actor.id))!, name: "X", email: "x@example.com" };
  await expect(from("2001:db8:1:2::1", tokenOf(second!.url), "tried2@example.com")).rejects.toMatchObject({ code: "limit_exceeded", retryAfterSec: expect.any(Number) });
  await expect(joinWorkspace({ db: database.db, now: new Date(), address: "2001:db8:1:2::1", person, input: { token: tokenOf(second!.url) } })).rejects.toMatchObject({ code: "limit_exceeded" });
  expect((await from("2001:db8:1:3::1", tokenOf(second!.url), "tried2@example.com")).outcome).toBe("joined");
});
