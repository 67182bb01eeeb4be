import { duplicateSubscription } from "@/lib/services/subscriptions/duplicate";
import { withRoute } from "@/lib/web/api";

export const POST = withRoute("subscription.write", async ({ ctx, params }) => Response.json(await duplicateSubscription({ ctx, input: { id: String(params.id) } }), { status: 201 }));
