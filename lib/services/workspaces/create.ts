import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { newUuid } from "@/lib/domain/ids";
import { MAX_WORKSPACES } from "@/lib/domain/membership";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { workspaceNameSchema } from "@/lib/services/people/schemas";

export const CreateWorkspaceInput = z.object({ name: workspaceNameSchema });
export type CreateWorkspaceInput = z.input<typeof CreateWorkspaceInput>;

/** Makes another workspace, which the person who asks owns. @returns its UUID */
export async function createWorkspace({ ctx, input }: Call<CreateWorkspaceInput>): Promise<{ workspaceId: string }> {
  const { name } = CreateWorkspaceInput.parse(input);
  const { actor } = ctx;
  if (actor.kind !== "user") throw new AppError("forbidden", "Only a person can own a workspace.");
  const workspaceId = newUuid(ctx.now());
  await ctx.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${actor.id}::uuid FOR NO KEY UPDATE`;
    const count = await tx.member.count({ where: { userId: actor.id } });
    if (count >= MAX_WORKSPACES) throw new AppError("limit_exceeded", `You are in ${MAX_WORKSPACES} workspaces, which is the most there can be.`, { fix: "Leave one first." });
    await tx.workspace.create({ data: { id: workspaceId, name, createdAt: ctx.now() } });
    await tx.member.create({ data: { workspaceId, userId: actor.id, role: "owner", openedAt: ctx.now() } });
    await recordAudit(tx, { ...ctx, workspaceId }, { action: "workspace.created", target: { kind: "workspace", id: workspaceId, name } });
  });
  return { workspaceId };
}
