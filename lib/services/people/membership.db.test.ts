import { afterAll, beforeAll, expect, test } from "vitest";
import { showId } from "@/lib/domain/ids";
import { ROLES, type Role } from "@/lib/domain/permissions";
import { listAudit } from "@/lib/services/audit/list";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createPerson, createWorkspace } from "@/lib/testing/fixtures";
import { findPersonOfNewSession } from "@/lib/testing/session";
import { changeRole } from "./change-role";
import { leaveWorkspace } from "./leave";
import { listPeople } from "./list";
import { removePerson } from "./remove";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

type PersonCtx = Awaited<ReturnType<typeof createPerson>>;
const idOf = (person: PersonCtx) => showId("user", person.actor.id);
const sessionOf = (person: PersonCtx, sessionVersion = 1) => findPersonOfNewSession({ db: database.db, personId: person.actor.id, sessionVersion });
const change = (ctx: Ctx, person: PersonCtx, role: Role) => changeRole({ ctx, input: { personId: idOf(person), role } });
const remove = (ctx: Ctx, person: PersonCtx) => removePerson({ ctx, input: { personId: idOf(person) } });
const isDone = (promise: Promise<unknown>) => promise.then(() => true, (error: { code?: string }) => { expect(error.code).toBe("forbidden"); return false; });

test("for each role of who asks, of whom, and to what: only those changes are made that the rule allows", async () => {
  for (const asker of ROLES) {
    const base = await createWorkspace(database.db);
    await createPerson(base, "owner");
    const ctx = await createPerson(base, asker);
    for (const from of ROLES) {
      for (const to of ROLES.filter((role) => role !== from)) {
        const may = asker === "owner" || (asker === "admin" && from !== "owner" && to !== "owner");
        expect(await isDone(change(ctx, await createPerson(base, from), to)), `${asker} makes a ${from} a ${to}`).toBe(may);
      }
      expect(await isDone(remove(ctx, await createPerson(base, from))), `${asker} removes a ${from}`).toBe(asker === "owner" || (asker === "admin" && from !== "owner"));
    }
  }
});

test("the only owner can be neither demoted nor removed nor leave; with a second one they can", async () => {
  const base = await createWorkspace(database.db);
  const ctx = await createPerson(base, "owner");
  await expect(change(ctx, ctx, "admin")).rejects.toMatchObject({ code: "conflict", fix: expect.any(String) });
  await expect(leaveWorkspace({ ctx })).rejects.toMatchObject({ code: "conflict" });
  await expect(remove(ctx, ctx)).rejects.toMatchObject({ code: "conflict" });
  const second = await createPerson(base, "owner");
  await leaveWorkspace({ ctx });
  expect(await sessionOf(ctx)).toMatchObject({ current: null, memberships: [] });
  await expect(leaveWorkspace({ ctx: second })).rejects.toMatchObject({ code: "conflict" });
});

test("of owners who all leave, demote or remove each other at the same moment, one stays", async () => {
  const base = await createWorkspace(database.db);
  const owners = await Promise.all(Array.from({ length: 6 }, () => createPerson(base, "owner")));
  await Promise.allSettled(owners.flatMap((person, index) => [leaveWorkspace({ ctx: person }), change(person, owners[(index + 1) % 6]!, "viewer"), remove(person, owners[(index + 2) % 6]!)]));
  expect(await database.db.member.count({ where: { workspaceId: base.workspaceId, role: "owner" } })).toBeGreaterThanOrEqual(1);
});

test("who is removed or may less is out everywhere at once, also in their other workspaces; who may more stays in", async () => {
  const base = await createWorkspace(database.db);
  const ctx = await createPerson(base, "owner");
  const [removed, demoted, promoted] = [await createPerson(base, "admin"), await createPerson(base, "admin"), await createPerson(base, "viewer")];
  await remove(ctx, removed);
  expect((await change(ctx, demoted, "developer")).sessionVersion).toBe(2);
  expect((await change(ctx, promoted, "developer")).sessionVersion).toBeNull();
  expect([await sessionOf(removed), await sessionOf(demoted)]).toEqual([null, null]);
  expect(await sessionOf(removed, 2)).toMatchObject({ current: null });
  expect(await sessionOf(demoted, 2)).toMatchObject({ current: { role: "developer" } });
  expect(await sessionOf(promoted)).toMatchObject({ current: { role: "developer" } });
  // A context from before counts for nothing: the role is read again inside the transaction.
  await expect(change(removed, promoted, "viewer")).rejects.toMatchObject({ code: "forbidden" });
  expect((await listAudit({ ctx, input: {} })).data.map(({ action, before, after }) => [action, before, after])).toEqual([
    ["member.roleChanged", { role: "viewer" }, { role: "developer" }],
    ["member.roleChanged", { role: "admin" }, { role: "developer" }],
    ["member.removed", { email: expect.any(String), role: "admin" }, null],
  ]);
});

test("people are listed part by part, each once, with who is looking marked", async () => {
  const base = await createWorkspace(database.db);
  const ctx = await createPerson(base, "viewer");
  for (let index = 0; index < 4; index++) await createPerson(base, "viewer");
  await createPerson(await createWorkspace(database.db), "owner");
  const first = await listPeople({ ctx, input: { limit: 3 } });
  const second = await listPeople({ ctx, input: { limit: 3, cursor: first.next! } });
  const all = [...first.data, ...second.data];
  expect([new Set(all.map(({ id }) => id)).size, second.next]).toEqual([5, null]);
  expect(all.filter(({ isYou }) => isYou).map(({ id }) => id)).toEqual([idOf(ctx)]);
});
