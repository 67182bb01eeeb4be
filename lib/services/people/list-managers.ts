import { rolesThatMay } from "@/lib/domain/permissions";
import type { Ctx } from "@/lib/services/context";

/** Who can give people of this workspace another role. */
export async function listManagers({ ctx }: { ctx: Ctx }): Promise<{ name: string }[]> {
  const members = await ctx.db.member.findMany({
    where: { workspaceId: ctx.workspaceId, role: { in: rolesThatMay("member.manage") } },
    select: { user: { select: { name: true } } },
    orderBy: { createdAt: "asc" },
    take: 5,
  });
  return members.map(({ user }) => user);
}
