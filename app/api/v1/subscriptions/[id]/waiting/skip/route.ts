import { skipWaiting, SkipWaitingInput } from "@/lib/services/attention/skip-waiting";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";

const Body = SkipWaitingInput.omit({ subscriptionId: true });

export const POST = withRoute("subscription.write", async ({ ctx, params, request }) => {
  // Without a body, all that waits is meant.
  const input = { ...(request.headers.has("content-type") ? await readJson(request, Body) : {}), subscriptionId: String(params.id) };
  return Response.json(await skipWaiting({ ctx, input }));
});
