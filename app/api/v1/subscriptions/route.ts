import { wholeList } from "@/lib/services/page";
import { createSubscription, CreateSubscriptionInput } from "@/lib/services/subscriptions/create";
import { listSubscriptions } from "@/lib/services/subscriptions/list";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";
import { outboundPolicy } from "@/lib/web/outbound-policy";

export const GET = withRoute("subscription.read", async ({ ctx }) => Response.json(wholeList(await listSubscriptions({ ctx }))));

export const POST = withRoute("subscription.write", async ({ ctx, request }) => {
  const input = await readJson(request, CreateSubscriptionInput);
  return Response.json(await createSubscription({ ctx, input, policy: outboundPolicy() }), { status: 201 });
});
