import { z } from "zod";
import { difference } from "@/lib/domain/audit";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { workspaceNameSchema } from "@/lib/services/people/schemas";

export const UpdateWorkspaceInput = z.object({
  name: workspaceNameSchema.optional(),
  discoversProducts: z.boolean().optional(),
  acceptsUnknownTypes: z.boolean().optional(),
});
export type UpdateWorkspaceInput = z.input<typeof UpdateWorkspaceInput>;

/** Changes the workspace's name or switches; what is not given stays. */
export async function updateWorkspace({ ctx, input }: Call<UpdateWorkspaceInput>): Promise<void> {
  const { name, discoversProducts, acceptsUnknownTypes } = UpdateWorkspaceInput.parse(input);
  await ctx.db.$transaction(async (tx) => {
    const before = await tx.workspace.findUniqueOrThrow({ where: { id: ctx.workspaceId }, select: { name: true, discoversProducts: true, acceptsUnknownTypes: true } });
    await tx.workspace.update({
      where: { id: ctx.workspaceId },
      data: { name, discoversProducts, acceptsUnknownTypes, configVersion: { increment: 1 } },
    });
    await recordAudit(tx, ctx, { action: "workspace.updated", target: { kind: "workspace", id: ctx.workspaceId, name: name ?? before.name }, ...difference(before, { name, discoversProducts, acceptsUnknownTypes }) });
  });
}
