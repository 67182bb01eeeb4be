import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";

export const DeleteScenarioInput = z.object({ scenarioId: idSchema("savedScenario") });
export type DeleteScenarioInput = z.input<typeof DeleteScenarioInput>;

/** Forgets a saved scenario; its runs stay. */
export async function deleteScenario({ ctx, input }: Call<DeleteScenarioInput>): Promise<void> {
  const { scenarioId } = DeleteScenarioInput.parse(input);
  const { count } = await ctx.db.savedScenario.deleteMany({ where: { id: scenarioId, workspaceId: ctx.workspaceId } });
  if (count === 0) throw notFound("scenario");
}
