import { z } from "zod";
import { idSchema, showId } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import type { Page } from "@/lib/services/page";
import { showReplays, type ReplayDetail } from "./read";

export const ListReplaysInput = z.object({
  cursor: idSchema("replay").optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type ListReplaysInput = z.input<typeof ListReplaysInput>;

/** The workspace's replays and plans, newest first. */
export async function listReplays({ ctx, input }: Call<ListReplaysInput>): Promise<Page<ReplayDetail>> {
  const { cursor, limit } = ListReplaysInput.parse(input);
  const rows = await ctx.db.replay.findMany({
    // A plan that was thrown away is nothing to look back on.
    where: { workspaceId: ctx.workspaceId, NOT: { status: "cancelled", startedAt: null }, ...(cursor ? { id: { lt: cursor } } : {}) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return { data: await showReplays(ctx, page), next: rows.length > limit ? showId("replay", page.at(-1)!.id) : null };
}
