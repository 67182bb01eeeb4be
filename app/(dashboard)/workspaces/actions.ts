"use server";
import { showId } from "@/lib/domain/ids";
import { createWorkspace, type CreateWorkspaceInput } from "@/lib/services/workspaces/create";
import { switchWorkspace, type SwitchWorkspaceInput } from "@/lib/services/workspaces/switch";
import { authedAction } from "@/lib/web/action";
import { chooseWorkspace } from "@/lib/web/workspace-cookie";

export const switchWorkspaceAction = authedAction<SwitchWorkspaceInput, void>("account.own", async ({ ctx, input }) => {
  await chooseWorkspace((await switchWorkspace({ ctx, input })).workspaceId);
});

export const createWorkspaceAction = authedAction<CreateWorkspaceInput, { workspaceId: string }>("account.own", async ({ ctx, input }) => {
  const { workspaceId } = await createWorkspace({ ctx, input });
  await chooseWorkspace(workspaceId);
  return { workspaceId: showId("workspace", workspaceId) };
});
