import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newUuid, showId } from "@/lib/domain/ids";
import { RESET_LINK_HOURS } from "@/lib/domain/membership";
import type { Role } from "@/lib/domain/permissions";
import { listAudit } from "@/lib/services/audit/list";
import type { Ctx } from "@/lib/services/context";
import { createInvitation } from "@/lib/services/invitations/create";
import { joinWorkspace } from "@/lib/services/invitations/join";
import { changePassword } from "@/lib/services/people/change-password";
import { changeRole } from "@/lib/services/people/change-role";
import { logIn } from "@/lib/services/people/log-in";
import { hashPassword } from "@/lib/services/people/password";
import { removePerson } from "@/lib/services/people/remove";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { findPersonOfNewSession } from "@/lib/testing/session";
import { findReset } from "./find";
import { makeResetLink } from "./make";
import { makeResetLinkAsOperator } from "./make-as-operator";
import { setPasswordByLink } from "./set-password";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let passwordHash: string;
beforeAll(async () => {
  database = await createTestDatabase();
  passwordHash = await hashPassword("the old password");
});
afterAll(() => database.close());

interface Person { id: string; name: string; email: string }
let ctx: Ctx;
let owner: Person;
let admin: Person;
let viewer: Person;
beforeEach(async () => {
  ctx = await createWorkspace(database.db);
  [owner, admin, viewer] = [await add("owner"), await add("admin"), await add("viewer")];
});

async function add(role: Role, to: Ctx = ctx): Promise<Person> {
  const id = newUuid();
  const person = { id, name: `The ${role}`, email: `${role}-${id}@reset.example` };
  await to.db.user.create({ data: { ...person, passwordHash, members: { create: { workspaceId: to.workspaceId, role } } } });
  return person;
}
const as = ({ id, name }: Person, where: Ctx = ctx): Ctx => ({ ...where, actor: { kind: "user", id, name } });
const linkFor = async (maker: Person, person: Person) => tokenOf((await makeResetLink({ ctx: as(maker), input: { personId: showId("user", person.id) } })).url);
const tokenOf = (url: string) => /\/reset\/([\w-]{43})$/.exec(url)![1]!;
const use = (token: string, password = "a brand new password", now = new Date()) => setPasswordByLink({ db: ctx.db, now, address: "198.51.100.9", locale: "en", input: { token, password } });
const signIn = (email: string, password: string) => logIn({ db: ctx.db, input: { email, password, address: newUuid() } });

test("a link sets a password once, ends every session, and the audit log tells who made and who used it", async () => {
  const before = { db: ctx.db, personId: viewer.id, sessionVersion: 1 };
  const token = await linkFor(admin, viewer);
  expect(await findPersonOfNewSession(before)).not.toBeNull();
  await expect(use(token, "short")).rejects.toMatchObject({ issues: [{ path: ["password"] }] });
  expect(await use(token)).toMatchObject({ outcome: "set", person: { id: viewer.id, email: viewer.email, sessionVersion: 2 } });
  expect(await use(token)).toEqual({ outcome: "gone" });
  expect(await findPersonOfNewSession(before)).toBeNull();
  expect(await signIn(viewer.email, "the old password")).toEqual({ outcome: "refused" });
  expect(await signIn(viewer.email, "a brand new password")).toMatchObject({ outcome: "welcome" });
  const { data } = await listAudit({ ctx, input: {} });
  expect(data.filter(({ action }) => action.startsWith("person.")).map(({ action, actor, after }) => [action, actor.name, after?.by]).toReversed().slice(0, 3)).toEqual([["person.resetLinkMade", "The admin", undefined], ["person.passwordReset", "The viewer", undefined], ["person.signedIn", "The viewer", "link"]]);
  expect(JSON.stringify(await ctx.db.passwordReset.findMany()) + JSON.stringify(data)).not.toContain(token);
});

test("of two uses at the same moment one sets the password; a newer link, a changed password and a day end an older one", async () => {
  const token = await linkFor(owner, viewer);
  const both = await Promise.all([use(token, "the first password"), use(token, "the second password")]);
  expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(["gone", "set"]);
  const older = await linkFor(owner, viewer);
  const newer = await linkFor(owner, viewer);
  expect(await use(older)).toEqual({ outcome: "gone" });
  expect(await use(newer, undefined, new Date(Date.now() + RESET_LINK_HOURS * 3_600_000 + 1_000))).toEqual({ outcome: "gone" });
  const password = await linkFor(owner, admin);
  await changePassword({ ctx: as(admin), input: { currentPassword: "the old password", newPassword: "one that they chose" } });
  expect(await use(password)).toEqual({ outcome: "gone" });
});

test("nobody makes a link for who may as much as they, but an owner; for themselves; or for a stranger", async () => {
  const peer = await add("admin");
  const otherOwner = await add("owner");
  for (const person of [peer, owner]) await expect(linkFor(admin, person)).rejects.toMatchObject({ code: "forbidden" });
  for (const maker of [viewer, await add("developer")]) await expect(linkFor(maker, viewer)).rejects.toMatchObject({ code: "forbidden" });
  await expect(linkFor(owner, owner)).rejects.toMatchObject({ code: "conflict" });
  expect(await use(await linkFor(owner, otherOwner))).toMatchObject({ outcome: "set" });
  await expect(linkFor(owner, await add("viewer", await createWorkspace(database.db)))).rejects.toMatchObject({ code: "not_found" });
  await expect(makeResetLink({ ctx: { ...ctx, actor: { kind: "apiKey", id: newUuid(), name: "key" } } as Ctx, input: { personId: showId("user", viewer.id) } })).rejects.toMatchObject({ code: "forbidden" });
});

test("no link leads into another workspace: not for who is in one, nor for who joined one after it was made, nor for who signs in by a provider", async () => {
  const other = await createWorkspace(database.db);
  const theirs = await add("owner", other);
  const token = await linkFor(owner, viewer);
  const invitation = /[\w-]{43}$/.exec((await createInvitation({ ctx: as(theirs, other), input: { role: "viewer" } })).url)![0];
  await joinWorkspace({ db: ctx.db, now: new Date(), address: "198.51.100.9", person: viewer, input: { token: invitation } });
  expect(await findReset(ctx.db, { token, now: new Date() })).toBeNull();
  expect(await use(token)).toEqual({ outcome: "gone" });
  await expect(linkFor(owner, viewer)).rejects.toMatchObject({ code: "conflict" });
  const bound = await linkFor(owner, admin);
  await ctx.db.signInIdentity.create({ data: { issuer: "https://id.example", subject: admin.id, userId: admin.id } });
  expect(await use(bound)).toEqual({ outcome: "gone" });
  await expect(linkFor(owner, admin)).rejects.toMatchObject({ code: "conflict" });
});

test("a link ends with what its maker may: when they are removed or demoted, or the person is raised or leaves", async () => {
  const first = await linkFor(admin, viewer);
  await changeRole({ ctx: as(owner), input: { personId: showId("user", viewer.id), role: "admin" } });
  expect(await use(first)).toEqual({ outcome: "gone" });
  await changeRole({ ctx: as(owner), input: { personId: showId("user", viewer.id), role: "viewer" } });
  await changeRole({ ctx: as(owner), input: { personId: showId("user", admin.id), role: "developer" } });
  expect(await use(first)).toEqual({ outcome: "gone" });
  const second = await linkFor(owner, viewer);
  await removePerson({ ctx: as(owner), input: { personId: showId("user", viewer.id) } });
  expect(await use(second)).toEqual({ outcome: "gone" });
});

test("whoever runs Aviso makes one for anybody, which ends the sessions at once and is told in every workspace", async () => {
  const other = await createWorkspace(database.db);
  await ctx.db.member.create({ data: { workspaceId: other.workspaceId, userId: viewer.id, role: "owner" } });
  const make = (email: string) => makeResetLinkAsOperator({ db: ctx.db, origin: "https://aviso.example", now: new Date(), email });
  expect(await make("nobody@reset.example")).toBeNull();
  const link = (await make(` ${viewer.email.toUpperCase()} `))!;
  expect(link).toMatchObject({ name: "The viewer", url: expect.stringMatching(/^https:\/\/aviso\.example\/reset\/[\w-]{43}$/) });
  expect(await findPersonOfNewSession({ db: ctx.db, personId: viewer.id, sessionVersion: 1 })).toBeNull();
  expect(await use(tokenOf(link.url))).toMatchObject({ outcome: "set" });
  for (const where of [ctx, other]) {
    const { data } = await listAudit({ ctx: where, input: {} });
    expect(data.map(({ action, actor }) => `${action} ${actor.name}`)).toEqual(expect.arrayContaining(["person.resetLinkMade reset-password", "person.passwordReset The viewer"]));
  }
});

test("guessing links is held up by address", async () => {
  const guess = () => setPasswordByLink({ db: ctx.db, now: new Date(), address: "203.0.113.77", locale: "en", input: { token: "x".repeat(43), password: "a brand new password" } });
  for (let count = 0; count < 30; count++) expect(await guess()).toEqual({ outcome: "gone" });
  await expect(guess()).rejects.toMatchObject({ code: "limit_exceeded" });
});
