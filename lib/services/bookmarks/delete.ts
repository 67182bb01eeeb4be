import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";

export const DeleteBookmarkInput = z.object({ bookmarkId: idSchema("bookmark") });
export type DeleteBookmarkInput = z.input<typeof DeleteBookmarkInput>;

/** Takes an event out of the samples. The event itself stays. */
export async function deleteBookmark({ ctx, input }: Call<DeleteBookmarkInput>): Promise<void> {
  const { bookmarkId } = DeleteBookmarkInput.parse(input);
  const { count } = await ctx.db.bookmark.deleteMany({ where: { id: bookmarkId, workspaceId: ctx.workspaceId } });
  if (count === 0) throw notFound("bookmark");
}
