import { releaseWaiting } from "@/lib/services/attention/release-waiting";
import { getSubscription } from "@/lib/services/subscriptions/get";
import { withRoute } from "@/lib/web/api";

export const POST = withRoute("subscription.write", async ({ ctx, params }) => {
  const id = String(params.id);
  await releaseWaiting({ ctx, input: { subscriptionId: id } });
  return Response.json(await getSubscription({ ctx, input: { id } }));
});
