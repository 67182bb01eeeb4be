import { deleteSubscription } from "@/lib/services/subscriptions/delete";
import { getSubscription } from "@/lib/services/subscriptions/get";
import { updateSubscription, UpdateSubscriptionBody } from "@/lib/services/subscriptions/update";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";
import { outboundPolicy } from "@/lib/web/outbound-policy";

export const GET = withRoute("subscription.read", async ({ ctx, params }) => Response.json(await getSubscription({ ctx, input: { id: String(params.id) } })));

export const PATCH = withRoute("subscription.write", async ({ ctx, params, request }) => {
  const input = { ...(await readJson(request, UpdateSubscriptionBody)), id: String(params.id) };
  return Response.json(await updateSubscription({ ctx, input, policy: outboundPolicy() }));
});

export const DELETE = withRoute("subscription.write", async ({ ctx, params }) => Response.json(await deleteSubscription({ ctx, input: { id: String(params.id) } })));
