import { cancelRun } from "@/lib/services/scenarios/cancel-run";
import { getRun } from "@/lib/services/scenarios/get-run";
import { withRoute } from "@/lib/web/api";

export const POST = withRoute("event.test", async ({ ctx, params }) => {
  const input = { runId: String(params.runId) };
  await cancelRun({ ctx, input });
  return Response.json(await getRun({ ctx, input }));
});
