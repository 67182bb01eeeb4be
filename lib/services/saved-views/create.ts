import { z } from "zod";
import { isNameText } from "@/lib/domain/name-text";
import type { Prisma } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import { newUuid, showId } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { EventFilters } from "@/lib/services/events/filters";
import { personIn } from "./person-in";

export const CreateSavedViewInput = z.object({
  name: z.string().trim().min(1, "Give the view a name.").max(60).refine(isNameText, "Use printable characters only"),
  filters: z.record(z.string(), z.string()).refine((filters) => EventFilters.safeParse(filters).success, "These filters can't be kept."),
});
export type CreateSavedViewInput = z.input<typeof CreateSavedViewInput>;

const VIEWS_MAX = 50;

/** Keeps a set of filters for this person; one of the same name is replaced. */
export async function createSavedView({ ctx, input }: Call<CreateSavedViewInput>): Promise<{ id: string }> {
  const { name, filters } = CreateSavedViewInput.parse(input);
  const userId = personIn(ctx);
  const kept = filters satisfies Prisma.InputJsonValue;
  const where = { workspaceId: ctx.workspaceId, userId };
  const count = await ctx.db.savedView.count({ where: { ...where, name: { not: name } } });
  if (count >= VIEWS_MAX) throw new AppError("limit_exceeded", `You have ${VIEWS_MAX} saved views, and there can be no more.`, { fix: "Delete one that you no longer use." });
  const view = await ctx.db.savedView.upsert({
    where: { workspaceId_userId_name: { ...where, name } },
    create: { id: newUuid(), ...where, name, filters: kept },
    update: { filters: kept },
  });
  return { id: showId("savedView", view.id) };
}
