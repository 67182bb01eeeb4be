import { wholeList } from "@/lib/services/page";
import { listSubscriptionChanges } from "@/lib/services/subscriptions/list-changes";
import { withRoute } from "@/lib/web/api";

export const GET = withRoute("subscription.read", async ({ ctx, params }) => Response.json(wholeList(await listSubscriptionChanges({ ctx, input: { id: String(params.id) } }))));
