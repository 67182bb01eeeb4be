import { outlineScenario, scenarioDurationMs, SCENARIOS, SPEEDS, type Scenario, type Speed } from "@/lib/domain/scenarios";
import { type Page, wholeList } from "@/lib/services/page";

export interface ScenarioStory {
  scenario: Scenario;
  /** What is sent, and about how long after the begin it happens in the story. */
  steps: { eventType: string; afterMs: number }[];
  /** About how long telling it takes. */
  durationMs: Record<Speed, number>;
}

/** The stories that there are to run. */
export function listStories(): Page<ScenarioStory> {
  const durations = (scenario: Scenario) => Object.fromEntries(SPEEDS.map((speed) => [speed, Math.round(scenarioDurationMs(scenario, speed))])) as Record<Speed, number>;
  return wholeList(SCENARIOS.map((scenario) => ({ scenario, steps: outlineScenario(scenario), durationMs: durations(scenario) })));
}
