import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";

export const DeleteScenarioInput = z.object({ scenarioId: idSchema("savedScenario") });
export type DeleteScenarioInput = z.input<typeof DeleteScenarioInput>;

/** Forgets a saved scenario; its runs stay. */
export async function deleteScenario({ ctx, input }: Call<DeleteScenarioInput>): Promise<void> {
  const { scenarioId } = DeleteScenarioInput.parse(input);
  await ctx.db.$transaction(async (tx) => {
    const where = { id: scenarioId, workspaceId: ctx.workspaceId };
    const saved = await tx.savedScenario.findFirst({ where, select: { name: true } });
    const { count } = await tx.savedScenario.deleteMany({ where });
    if (!saved || count === 0) throw notFound("scenario");
    await recordAudit(tx, ctx, { action: "scenario.deleted", target: { kind: "savedScenario", id: scenarioId, name: saved.name } });
  });
}
