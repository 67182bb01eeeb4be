"use server";
import { revalidatePath } from "next/cache";
import { routes } from "@/lib/routes";
import { cancelRun, CancelRunInput } from "@/lib/services/scenarios/cancel-run";
import { deleteScenario, DeleteScenarioInput } from "@/lib/services/scenarios/delete";
import { runScenario, RunScenarioInput } from "@/lib/services/scenarios/run";
import { saveScenario, SaveScenarioInput } from "@/lib/services/scenarios/save";
import { authedAction } from "@/lib/web/action";

export const runScenarioAction = authedAction("event.test", RunScenarioInput, runScenario);
export const saveScenarioAction = authedAction("event.test", SaveScenarioInput, saveScenario);

export const deleteScenarioAction = authedAction("event.test", DeleteScenarioInput, async ({ ctx, input }) => {
  await deleteScenario({ ctx, input });
  revalidatePath(routes.scenarios.list());
});

export const cancelRunAction = authedAction("event.test", CancelRunInput, async ({ ctx, input }) => {
  await cancelRun({ ctx, input });
  revalidatePath(routes.scenarios.run(input.runId));
});
