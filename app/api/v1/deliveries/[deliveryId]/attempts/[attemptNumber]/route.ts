import { getAttempt } from "@/lib/services/deliveries/get-attempt";
import { withRoute } from "@/lib/web/api";

export const GET = withRoute("event.read", async ({ ctx, params }) => Response.json(await getAttempt({ ctx, input: { deliveryId: String(params.deliveryId), attemptNumber: Number(params.attemptNumber) } })), { heedsProducts: true });
