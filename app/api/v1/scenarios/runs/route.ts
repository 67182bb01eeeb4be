import { listRuns, ListRunsInput } from "@/lib/services/scenarios/list-runs";
import { runScenario, RunScenarioInput } from "@/lib/services/scenarios/run";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";
import { readApiQuery } from "@/lib/web/read-query";

export const GET = withRoute("event.read", async ({ ctx, request }) => Response.json(await listRuns({ ctx, input: readApiQuery(request, ListRunsInput) })));

export const POST = withRoute("event.test", async ({ ctx, request }) => {
  const { runId } = await runScenario({ ctx, input: await readJson(request, RunScenarioInput) });
  return Response.json({ id: runId, outcome: "started" }, { status: 202 });
});
