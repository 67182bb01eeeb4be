import { readSubscriptionHealth } from "@/lib/services/subscriptions/read-health";
import { withRoute } from "@/lib/web/api";

export const GET = withRoute("subscription.read", async ({ ctx, params }) => Response.json(await readSubscriptionHealth({ ctx, input: { id: String(params.id) } })));
