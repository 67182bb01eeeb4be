import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { createSavedView } from "./create";
import { deleteSavedView } from "./delete";
import { listSavedViews } from "./list";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

async function person(workspace: Ctx, name: string): Promise<Ctx> {
  const id = newUuid();
  await workspace.db.user.create({ data: { id, email: `${id}@example.com`, name, passwordHash: "x", members: { create: { workspaceId: workspace.workspaceId, role: "viewer" } } } });
  return { ...workspace, actor: { kind: "user", id, name } };
}

test("a view is its person's own: nobody else sees or deletes it, and the same name replaces it", async () => {
  const workspace = await createWorkspace(database.db);
  const [ana, rui] = [await person(workspace, "Ana"), await person(workspace, "Rui")];
  const { id } = await createSavedView({ ctx: ana, input: { name: "Refused", filters: { status: "failed", response: "401" } } });
  expect(await listSavedViews({ ctx: rui })).toEqual([]);
  await expect(deleteSavedView({ ctx: rui, input: { viewId: id } })).rejects.toMatchObject({ code: "not_found" });
  await createSavedView({ ctx: ana, input: { name: " Refused ", filters: { status: "failed" } } });
  expect(await listSavedViews({ ctx: ana })).toEqual([{ id, name: "Refused", filters: { status: "failed" } }]);
  await deleteSavedView({ ctx: ana, input: { viewId: id } });
  expect(await listSavedViews({ ctx: ana })).toEqual([]);
});

test("filters that no list has are refused, and a view goes with its person's membership", async () => {
  const ctx = await person(await createWorkspace(database.db), "Ana");
  await expect(createSavedView({ ctx, input: { name: "x", filters: { status: "lost" } } })).rejects.toThrow();
  await createSavedView({ ctx, input: { name: "x", filters: {} } });
  await ctx.db.member.deleteMany({ where: { workspaceId: ctx.workspaceId } });
  expect(await listSavedViews({ ctx })).toEqual([]);
});
