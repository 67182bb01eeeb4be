import { listAttempts, ListAttemptsInput } from "@/lib/services/deliveries/list-attempts";
import { withRoute } from "@/lib/web/api";
import { readApiQuery } from "@/lib/web/read-query";

const Query = ListAttemptsInput.omit({ deliveryId: true });

export const GET = withRoute("event.read", async ({ ctx, request, params }) => Response.json(await listAttempts({ ctx, input: { ...readApiQuery(request, Query), deliveryId: String(params.deliveryId) } })), { heedsProducts: true });
