import { showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { personIn } from "./person-in";

export interface SavedViewRow {
  id: string;
  name: string;
  /** As in the list's URL. */
  filters: Record<string, string>;
}

/** This person's views, by name. */
export async function listSavedViews({ ctx }: { ctx: Ctx }): Promise<SavedViewRow[]> {
  const views = await ctx.db.savedView.findMany({ where: { workspaceId: ctx.workspaceId, userId: personIn(ctx) }, orderBy: { name: "asc" } });
  return views.map((view) => ({ id: showId("savedView", view.id), name: view.name, filters: view.filters as Record<string, string> }));
}
