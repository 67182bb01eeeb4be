import { listWaitingDeliveries } from "@/lib/services/attention/list-waiting";
import { withRoute } from "@/lib/web/api";
import { readQuery } from "@/lib/web/read-query";

export const GET = withRoute("event.read", async ({ ctx, request, params }) => Response.json(await listWaitingDeliveries({ ctx, input: { ...readQuery(request), subscriptionId: String(params.id) } })));
