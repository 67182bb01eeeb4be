import { moveReplay } from "@/lib/services/replays/move";
import { withRoute } from "@/lib/web/api";

export const POST = withRoute("event.resend", async ({ ctx, params }) => Response.json(await moveReplay({ ctx, input: { replayId: String(params.replayId), move: "resume" } })));
