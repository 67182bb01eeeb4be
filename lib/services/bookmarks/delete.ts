import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";

export const DeleteBookmarkInput = z.object({ bookmarkId: idSchema("bookmark") });
export type DeleteBookmarkInput = z.input<typeof DeleteBookmarkInput>;

/** Takes an event out of the samples. The event itself stays. */
export async function deleteBookmark({ ctx, input }: Call<DeleteBookmarkInput>): Promise<void> {
  const { bookmarkId } = DeleteBookmarkInput.parse(input);
  await ctx.db.$transaction(async (tx) => {
    // Its name may be a buyer's: the log keeps for ever, so it gets the id only.
    const { count } = await tx.bookmark.deleteMany({ where: { id: bookmarkId, workspaceId: ctx.workspaceId } });
    if (count === 0) throw notFound("bookmark");
    await recordAudit(tx, ctx, { action: "sample.removed", target: { kind: "bookmark", id: bookmarkId } });
  });
}
