import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, showId } from "@/lib/domain/ids";
import { MAX_WORKSPACES } from "@/lib/domain/membership";
import { listAudit } from "@/lib/services/audit/list";
import { createTestDatabase } from "@/lib/testing/database";
import { createPerson, createWorkspace as createTestWorkspace } from "@/lib/testing/fixtures";
import { findPersonOfNewSession } from "@/lib/testing/session";
import { createWorkspace } from "./create";
import { switchWorkspace } from "./switch";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

test("a person makes another workspace, owns it, and works there; what they chose is kept, and a browser may choose for itself", async () => {
  const ctx = await createPerson(await createTestWorkspace(database.db), "developer");
  const { workspaceId } = await createWorkspace({ ctx, input: { name: " Second " } });
  const find = (chosen?: string) => findPersonOfNewSession({ db: ctx.db, personId: ctx.actor.id, sessionVersion: 1, workspaceId: chosen ?? null });
  expect(await find()).toMatchObject({ current: { workspace: { id: workspaceId, name: "Second" }, role: "owner" }, memberships: [{ workspace: { name: "Second" } }, { workspace: { name: "Test" }, role: "developer" }] });
  expect(await find(ctx.workspaceId)).toMatchObject({ current: { workspace: { id: ctx.workspaceId }, role: "developer" } });
  await switchWorkspace({ ctx, input: { workspaceId: showId("workspace", ctx.workspaceId) } });
  expect(await find()).toMatchObject({ current: { workspace: { id: ctx.workspaceId } } });
  expect((await listAudit({ ctx: { ...ctx, workspaceId }, input: {} })).data).toMatchObject([{ action: "workspace.created", actor: { name: ctx.actor.name }, target: { name: "Second" } }]);
});

test("a workspace that the person is not in can't be switched to, and is no different from one that is not there", async () => {
  const ctx = await createPerson(await createTestWorkspace(database.db), "owner");
  const other = await createTestWorkspace(database.db);
  const refusal = (id: string) => switchWorkspace({ ctx, input: { workspaceId: showId("workspace", id) } }).catch((error: unknown) => error);
  expect(await refusal(other.workspaceId)).toMatchObject({ code: "not_found" });
  expect(await refusal(other.workspaceId)).toEqual(await refusal(newUuid()));
  expect(await findPersonOfNewSession({ db: ctx.db, personId: ctx.actor.id, sessionVersion: 1, workspaceId: other.workspaceId })).toMatchObject({ current: { workspace: { id: ctx.workspaceId } } });
});

test("of many workspaces made at the same moment no more than the limit is made, and it says so", async () => {
  const ctx = await createPerson(await createTestWorkspace(database.db), "owner");
  const ids = Array.from({ length: MAX_WORKSPACES - 3 }, () => newUuid());
  await ctx.db.workspace.createMany({ data: ids.map((id) => ({ id, name: "More" })) });
  await ctx.db.member.createMany({ data: ids.map((workspaceId) => ({ workspaceId, userId: ctx.actor.id, role: "viewer" })) });
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => createWorkspace({ ctx, input: { name: "One more" } })));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  expect(results.find((result) => result.status === "rejected")).toMatchObject({ reason: { code: "limit_exceeded", fix: expect.any(String) } });
});
