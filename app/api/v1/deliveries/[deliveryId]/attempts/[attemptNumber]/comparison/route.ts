import { compareAttempt } from "@/lib/services/deliveries/compare-attempt";
import { withRoute } from "@/lib/web/api";

export const GET = withRoute("event.read", async ({ ctx, params }) => Response.json(await compareAttempt({ ctx, input: { deliveryId: String(params.deliveryId), attemptNumber: Number(params.attemptNumber) } })));
