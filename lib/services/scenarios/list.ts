import { showId } from "@/lib/domain/ids";
import { outlineScenario, scenarioDurationMs, SCENARIOS, SPEEDS, type Scenario, type Speed } from "@/lib/domain/scenarios";
import type { Ctx } from "@/lib/services/context";
import type { KeptSettings } from "./settings";

export interface ScenarioStory {
  scenario: Scenario;
  /** What is sent, and about how long after the begin it happens in the story. */
  steps: { eventType: string; afterMs: number }[];
  /** About how long telling it takes. */
  durationMs: Record<Speed, number>;
}
export interface SavedScenarioRow {
  id: string;
  name: string;
  settings: KeptSettings;
  createdBy: string;
  createdAt: Date;
}

/** The stories that there are, and what the workspace has saved of them, by name. */
export async function listScenarios({ ctx }: { ctx: Ctx }): Promise<{ scenarios: ScenarioStory[]; saved: SavedScenarioRow[] }> {
  const rows = await ctx.db.savedScenario.findMany({ where: { workspaceId: ctx.workspaceId }, orderBy: [{ name: "asc" }, { id: "asc" }] });
  const durations = (scenario: Scenario) => Object.fromEntries(SPEEDS.map((speed) => [speed, Math.round(scenarioDurationMs(scenario, speed))])) as Record<Speed, number>;
  return {
    scenarios: SCENARIOS.map((scenario) => ({ scenario, steps: outlineScenario(scenario), durationMs: durations(scenario) })),
    saved: rows.map((row) => ({ id: showId("savedScenario", row.id), name: row.name, settings: row.settings as unknown as KeptSettings, createdBy: row.createdBy, createdAt: row.createdAt })),
  };
}
