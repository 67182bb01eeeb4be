import { ListRunsInput } from "@/lib/services/scenarios/list-runs";
import { RunScenarioInput } from "@/lib/services/scenarios/run";
import { SaveScenarioInput } from "@/lib/services/scenarios/save";
import * as answers from "../scenario-schemas";
import type { Operation } from "./operation";

const example = {
  scenario: "refunded", subscriptionIds: ["sub_01h455vb4pex5vsknk084sn02q"], speed: "hour_per_second", buyer: { name: "Camila Duarte", email: "camila.duarte@example.com" }, price: 297, currency: "BRL",
};

export const SCENARIO_OPERATIONS: readonly Operation[] = [
  {
    method: "get", path: "/api/v1/scenarios", tag: "Scenarios", id: "listScenarios", needsKey: true,
    summary: "List saved scenarios", description: "Those that were saved with their settings, by name.",
    answers: { 200: { description: "All", schema: answers.ScenarioList } },
    problems: {},
  },
  {
    method: "get", path: "/api/v1/scenarios/stories", tag: "Scenarios", id: "listStories", needsKey: true,
    summary: "List stories", description: "Those that there are to run, with what each sends and how long it takes.",
    answers: { 200: { description: "All", schema: answers.StoryList } },
    problems: {},
  },
  {
    method: "post", path: "/api/v1/scenarios", tag: "Scenarios", id: "saveScenario", needsKey: true,
    summary: "Save a scenario", description: "Keeps its settings under a name, to be run again.",
    body: SaveScenarioInput, example: { name: "A refund at the CRM", settings: example },
    answers: { 201: { description: "Saved", schema: answers.ScenarioSaved } },
    problems: { 422: "A field is not valid; `issues` says which" },
  },
  {
    method: "delete", path: "/api/v1/scenarios/{scenarioId}", tag: "Scenarios", id: "deleteScenario", needsKey: true,
    summary: "Delete a saved scenario", description: "Its runs stay.",
    answers: { 204: { description: "Deleted" } },
    problems: { 404: "No such scenario", 422: "Not a scenario's id" },
  },
  {
    method: "post", path: "/api/v1/scenarios/runs", tag: "Scenarios", id: "runScenario", needsKey: true,
    summary: "Run a scenario",
    description: "Sends a story's events as tests to the chosen subscriptions only, each when it is due: all at once, a day or an hour a second, or in real time. Ids, amounts and dates agree through the whole story. With `retries`, what fails is retried, and held while the system is down, as with real events. It goes on after a restart.",
    body: RunScenarioInput, example,
    answers: { 202: { description: "Started", schema: answers.RunStarted } },
    problems: { 404: "No such subscription or product", 422: "A field is not valid; `issues` says which" },
  },
  {
    method: "get", path: "/api/v1/scenarios/runs", tag: "Scenarios", id: "listScenarioRuns", needsKey: true,
    summary: "List runs", description: "Newest first.",
    query: ListRunsInput,
    answers: { 200: { description: "A page", schema: answers.RunList } },
    problems: { 422: "A parameter is not valid" },
  },
  {
    method: "get", path: "/api/v1/scenarios/runs/{runId}", tag: "Scenarios", id: "getScenarioRun", needsKey: true,
    summary: "Get a run", description: "With every step, its deliveries, and what was answered last.",
    answers: { 200: { description: "The run", schema: answers.Run } },
    problems: { 404: "No such run", 422: "Not a run's id" },
  },
  {
    method: "post", path: "/api/v1/scenarios/runs/{runId}/cancel", tag: "Scenarios", id: "cancelScenarioRun", needsKey: true,
    summary: "Cancel a run", description: "What was sent stays in the history; the rest never goes out.",
    answers: { 200: { description: "The run as it is now", schema: answers.Run } },
    problems: { 404: "No such run", 409: "It has ended already", 422: "Not a run's id" },
  },
];
