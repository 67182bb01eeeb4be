import { afterAll, beforeAll, expect, test } from "vitest";
import { showId } from "@/lib/domain/ids";
import { listAudit } from "@/lib/services/audit/list";
import type { Ctx } from "@/lib/services/context";
import { makeResetLink } from "@/lib/services/password-resets/make";
import { setPasswordByLink } from "@/lib/services/password-resets/set-password";
import { createTestDatabase } from "@/lib/testing/database";
import { createPerson, createWorkspace } from "@/lib/testing/fixtures";
import { findSessionPerson } from "./find-session-person";
import { changeRole } from "./change-role";
import { removePerson } from "./remove";
import { endSession, isSessionOpen, openSession, SESSION_MAX_AGE_SEC, signOutEverywhere } from "./sessions";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
type Person = Awaited<ReturnType<typeof createPerson>>;
let [ana, bia]: Person[] = [];
const now = new Date("2026-11-20T10:00:00Z");
const address = "192.0.2.7";

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await createWorkspace(database.db);
  ana = await createPerson(ctx, "admin", { name: "Ana" });
  bia = await createPerson(ctx, "viewer", { name: "Bia" });
});
afterAll(() => database.close());

const open = (person: Person, at = now) => openSession({ db: database.db, now: at, personId: person.actor.id });
const isIn = async (person: Person, sessionId: string, { at = now, sessionVersion = 1 } = {}) => (await findSessionPerson({ db: database.db, now: at, sessionId, personId: person.actor.id, sessionVersion })) !== null;
const end = (sessionId: string) => endSession({ db: database.db, now, address, sessionId });
const told = async (workspace: Ctx) => (await listAudit({ ctx: workspace, input: { action: "person.signedOut" } })).data.map(({ actor, address: from, after }) => [actor.name, from, after]);

test("signing out ends that session, and neither the person's other ones nor anybody else's; the log of each of their workspaces tells of it once", async () => {
  const other = await createWorkspace(database.db);
  await database.db.member.create({ data: { workspaceId: other.workspaceId, userId: ana!.actor.id, role: "viewer" } });
  const [laptop, phone, bias] = [await open(ana!), await open(ana!), await open(bia!)];
  await end(laptop);
  await end(laptop);
  expect([await isIn(ana!, laptop), await isIn(ana!, phone), await isIn(bia!, bias)]).toEqual([false, true, true]);
  for (const workspace of [ctx, other]) expect(await told(workspace)).toEqual([["Ana", address, null]]);
});

test("a session is one person's, has an end of its own, and is cleared away at a later sign-in", async () => {
  const session = await open(ana!);
  expect(await isIn(bia!, session)).toBe(false);
  const after = (sec: number) => new Date(now.getTime() + sec * 1_000);
  expect(await isIn(ana!, session, { at: after(SESSION_MAX_AGE_SEC - 1) })).toBe(true);
  expect(await isIn(ana!, session, { at: after(SESSION_MAX_AGE_SEC) })).toBe(false);
  const later = await open(ana!, after(SESSION_MAX_AGE_SEC));
  expect(await database.db.session.findMany({ where: { userId: ana!.actor.id } })).toMatchObject([{ id: later }]);
});

test("signing out everywhere ends all of the person's sessions, also one whose sign-in began before, and nobody else's", async () => {
  const [laptop, phone, bias] = [await open(ana!), await open(ana!), await open(bia!)];
  await signOutEverywhere({ ctx: { ...ana!, now: () => now, address } });
  expect([await isIn(ana!, laptop), await isIn(ana!, phone), await isIn(bia!, bias)]).toEqual([false, false, true]);
  const belated = await open(ana!);
  expect([await isIn(ana!, belated), await isIn(ana!, belated, { sessionVersion: 2 })]).toEqual([false, true]);
  expect(await told(ctx)).toContainEqual(["Ana", address, { everywhere: true }]);
  await expect(signOutEverywhere({ ctx })).rejects.toMatchObject({ code: "forbidden" });
});

test("what stays open longer than a request learns that its session was ended, ran out, or is of somebody who was demoted, removed or has a new password", async () => {
  const place = await createWorkspace(database.db);
  const owner = await createPerson(place, "owner", { name: "Olga" });
  const begin = async () => {
    const person = await createPerson(place, "developer", { name: "Caio" });
    const claims = { sessionId: await open(person), personId: person.actor.id, sessionVersion: 1 };
    const ask = (more: { now?: Date; workspaceId?: string } = {}) => isSessionOpen({ db: database.db, now, workspaceId: place.workspaceId, ...claims, ...more });
    expect([await ask(), await ask({ now: new Date(now.getTime() + SESSION_MAX_AGE_SEC * 1_000) }), await ask({ workspaceId: ctx.workspaceId })]).toEqual([true, false, false]);
    return { ask, claims, personId: showId("user", person.actor.id) };
  };
  const ways: ((who: Awaited<ReturnType<typeof begin>>) => Promise<unknown>)[] = [
    ({ claims }) => end(claims.sessionId),
    ({ personId }) => changeRole({ ctx: owner, input: { personId, role: "viewer" } }),
    ({ personId }) => removePerson({ ctx: owner, input: { personId } }),
    async ({ personId }) => setPasswordByLink({ db: database.db, now: new Date(), address, locale: "en", input: { token: (await makeResetLink({ ctx: owner, input: { personId } })).url.split("/").at(-1)!, password: "quite another password" } }),
  ];
  for (const way of ways) {
    const who = await begin();
    await way(who);
    expect(await who.ask(), String(way)).toBe(false);
  }
});
