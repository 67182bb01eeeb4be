import { AppError, notFound } from "@/lib/domain/errors";
import { recordAudit } from "@/lib/services/audit/record";
import type { Ctx } from "@/lib/services/context";
import { lockPeople, refuseLastOwner, roleOf, withdrawInvitationsOf } from "./members";

/** Takes the person who asks out of the workspace. */
export async function leaveWorkspace({ ctx }: { ctx: Ctx }): Promise<void> {
  const { actor, workspaceId } = ctx;
  if (actor.kind !== "user") throw new AppError("forbidden", "Only a person can leave.");
  await ctx.db.$transaction(async (tx) => {
    await lockPeople(tx, workspaceId);
    const role = await roleOf(tx, workspaceId, actor.id);
    if (!role) throw notFound("person");
    if (role === "owner") await refuseLastOwner(tx, workspaceId);
    await tx.member.delete({ where: { workspaceId_userId: { workspaceId, userId: actor.id } } });
    await withdrawInvitationsOf(tx, ctx, actor.id);
    await recordAudit(tx, ctx, { action: "member.left", target: { kind: "user", id: actor.id, name: actor.name }, before: { role } });
  });
}
