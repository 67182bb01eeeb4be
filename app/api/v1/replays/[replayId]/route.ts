import { getReplay } from "@/lib/services/replays/get";
import { withRoute } from "@/lib/web/api";

export const GET = withRoute("event.read", async ({ ctx, params }) => Response.json(await getReplay({ ctx, input: { replayId: String(params.replayId) } })));
