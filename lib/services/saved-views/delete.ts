import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { personIn } from "./person-in";

export const DeleteSavedViewInput = z.object({ viewId: idSchema("savedView") });
export type DeleteSavedViewInput = z.input<typeof DeleteSavedViewInput>;

/** Forgets one of this person's views. */
export async function deleteSavedView({ ctx, input }: Call<DeleteSavedViewInput>): Promise<void> {
  const { viewId } = DeleteSavedViewInput.parse(input);
  const { count } = await ctx.db.savedView.deleteMany({ where: { id: viewId, workspaceId: ctx.workspaceId, userId: personIn(ctx) } });
  if (count === 0) throw notFound("saved view");
}
