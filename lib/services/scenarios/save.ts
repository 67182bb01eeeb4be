import { z } from "zod";
import { isNameText } from "@/lib/domain/name-text";
import { AppError } from "@/lib/domain/errors";
import { newUuid, showId } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { keepSettings, ScenarioSettings } from "./settings";

const SAVED_AT_MOST = 100;

export const SaveScenarioInput = z.object({ name: z.string().trim().min(1, "Give it a name").max(80, "80 characters at most").refine(isNameText, "Use printable characters only"), settings: ScenarioSettings });
export type SaveScenarioInput = z.input<typeof SaveScenarioInput>;

/** Keeps a story's settings under a name, to be run again. */
export async function saveScenario({ ctx, input }: Call<SaveScenarioInput>): Promise<{ scenarioId: string }> {
  const { name } = SaveScenarioInput.parse(input);
  if ((await ctx.db.savedScenario.count({ where: { workspaceId: ctx.workspaceId } })) >= SAVED_AT_MOST) {
    throw new AppError("limit_exceeded", `A workspace may keep ${SAVED_AT_MOST} scenarios.`, { fix: "Delete one that you no longer need." });
  }
  const id = newUuid(ctx.now());
  const settings = keepSettings(input.settings);
  await ctx.db.$transaction(async (tx) => {
    await tx.savedScenario.create({ data: { id, workspaceId: ctx.workspaceId, name, settings, createdBy: ctx.actor.name, createdAt: ctx.now() } });
    await recordAudit(tx, ctx, { action: "scenario.saved", target: { kind: "savedScenario", id, name }, after: { name, scenario: settings.scenario } });
  });
  return { scenarioId: showId("savedScenario", id) };
}
