import { getDelivery } from "@/lib/services/deliveries/get";
import { withRoute } from "@/lib/web/api";

export const GET = withRoute("event.read", async ({ ctx, params }) => Response.json(await getDelivery({ ctx, input: { deliveryId: String(params.deliveryId) } })), { heedsProducts: true });
