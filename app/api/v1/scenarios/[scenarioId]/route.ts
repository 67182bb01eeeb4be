import { deleteScenario } from "@/lib/services/scenarios/delete";
import { withRoute } from "@/lib/web/api";

export const DELETE = withRoute("event.test", async ({ ctx, params }) => {
  await deleteScenario({ ctx, input: { scenarioId: String(params.scenarioId) } });
  return new Response(null, { status: 204 });
});
