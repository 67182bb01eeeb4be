import { setSubscriptionStatus } from "@/lib/services/subscriptions/set-status";
import { withRoute } from "@/lib/web/api";

export const POST = withRoute("subscription.write", async ({ ctx, params }) => Response.json(await setSubscriptionStatus({ ctx, input: { id: String(params.id), status: "disabled" } })));
