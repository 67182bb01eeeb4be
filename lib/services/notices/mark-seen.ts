import type { Ctx } from "@/lib/services/context";

/** Says that the workspace's notices were read; for everybody in it, since one who acts on them is enough. */
export async function markNoticesSeen({ ctx }: { ctx: Ctx }): Promise<void> {
  await ctx.db.notice.updateMany({ where: { workspaceId: ctx.workspaceId, seenAt: null }, data: { seenAt: ctx.now(), seenBy: ctx.actor.name } });
}
