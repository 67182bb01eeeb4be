import { listReplayItems, ListReplayItemsInput } from "@/lib/services/replays/list-items";
import { withRoute } from "@/lib/web/api";
import { readApiQuery } from "@/lib/web/read-query";

const Query = ListReplayItemsInput.omit({ replayId: true });

export const GET = withRoute("event.read", async ({ ctx, request, params }) => Response.json(await listReplayItems({ ctx, input: { ...readApiQuery(request, Query), replayId: String(params.replayId) } })));
