import { listScenarios } from "@/lib/services/scenarios/list";
import { saveScenario, SaveScenarioInput } from "@/lib/services/scenarios/save";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";

export const GET = withRoute("event.read", async ({ ctx }) => Response.json(await listScenarios({ ctx })));

export const POST = withRoute("event.test", async ({ ctx, request }) => {
  const { scenarioId } = await saveScenario({ ctx, input: await readJson(request, SaveScenarioInput) });
  return Response.json({ id: scenarioId }, { status: 201 });
});
