import { copyAsCurl } from "@/lib/services/deliveries/copy-as-curl";
import { withRoute } from "@/lib/web/api";

// Whoever holds a request that is signed for now can have the receiver accept it.
export const GET = withRoute("event.resend", async ({ ctx, params }) => Response.json(await copyAsCurl({ ctx, input: { deliveryId: String(params.deliveryId), attemptNumber: Number(params.attemptNumber) } })));
