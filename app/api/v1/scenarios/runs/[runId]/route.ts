import { getRun } from "@/lib/services/scenarios/get-run";
import { withRoute } from "@/lib/web/api";

export const GET = withRoute("event.read", async ({ ctx, params }) => Response.json(await getRun({ ctx, input: { runId: String(params.runId) } })));
