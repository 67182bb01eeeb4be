import type { Ctx } from "@/lib/services/context";

/** What the workspace calls its own event types, by their names. */
export async function listOwnTitles({ ctx }: { ctx: Ctx }): Promise<Map<string, string>> {
  const rows = await ctx.db.eventType.findMany({ where: { workspaceId: ctx.workspaceId }, select: { name: true, title: true } });
  return new Map(rows.map(({ name, title }) => [name, title]));
}
