import { z } from "zod";
import { AppError, notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";

export const SwitchWorkspaceInput = z.object({ workspaceId: idSchema("workspace") });
export type SwitchWorkspaceInput = z.input<typeof SwitchWorkspaceInput>;

/** Notes which of their workspaces the person works in from now on. @returns its UUID */
export async function switchWorkspace({ ctx, input }: Call<SwitchWorkspaceInput>): Promise<{ workspaceId: string }> {
  const { workspaceId } = SwitchWorkspaceInput.parse(input);
  if (ctx.actor.kind !== "user") throw new AppError("forbidden", "Only a person works in several workspaces.");
  const { count } = await ctx.db.member.updateMany({ where: { workspaceId, userId: ctx.actor.id }, data: { openedAt: ctx.now() } });
  if (count === 0) throw notFound("workspace");
  return { workspaceId };
}
