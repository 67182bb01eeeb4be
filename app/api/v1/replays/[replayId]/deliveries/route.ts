import { listReplayItems, type ListReplayItemsInput } from "@/lib/services/replays/list-items";
import { withRoute } from "@/lib/web/api";

export const GET = withRoute("event.read", async ({ ctx, request, params }) => {
  const query = Object.fromEntries(new URL(request.url).searchParams) as Partial<ListReplayItemsInput>;
  return Response.json(await listReplayItems({ ctx, input: { ...query, replayId: String(params.replayId) } }));
});
