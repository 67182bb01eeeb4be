import { listWaitingDeliveries, ListWaitingInput } from "@/lib/services/attention/list-waiting";
import { withRoute } from "@/lib/web/api";
import { readApiQuery } from "@/lib/web/read-query";

const Query = ListWaitingInput.omit({ subscriptionId: true });

export const GET = withRoute("event.read", async ({ ctx, request, params }) => Response.json(await listWaitingDeliveries({ ctx, input: { ...readApiQuery(request, Query), subscriptionId: String(params.id) } })));
