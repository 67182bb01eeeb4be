import type { Ctx } from "@/lib/services/context";

/** The workspace's name and its two switches. */
export async function getWorkspace({ ctx }: { ctx: Ctx }): Promise<{ name: string; discoversProducts: boolean; acceptsUnknownTypes: boolean; isDemo: boolean }> {
  return ctx.db.workspace.findUniqueOrThrow({
    where: { id: ctx.workspaceId },
    select: { name: true, discoversProducts: true, acceptsUnknownTypes: true, isDemo: true },
  });
}
