import { showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { type Page, wholeList } from "@/lib/services/page";

export interface BookmarkRow {
  id: string;
  name: string;
  eventType: string;
  /** The event it was taken from; it may no longer be kept. */
  eventId: string;
  /** JSON text, as it came. */
  data: string;
  createdBy: string;
  createdAt: Date;
}

/** Events that were kept as samples, newest first. */
export async function listBookmarks({ ctx }: { ctx: Ctx }): Promise<Page<BookmarkRow>> {
  const rows = await ctx.db.bookmark.findMany({ where: { workspaceId: ctx.workspaceId }, orderBy: { id: "desc" } });
  return wholeList(rows.map((row) => ({ id: showId("bookmark", row.id), name: row.name, eventType: row.eventType, eventId: showId("event", row.eventId), data: row.data, createdBy: row.createdBy, createdAt: row.createdAt })));
}
