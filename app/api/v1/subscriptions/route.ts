import { createSubscription, type CreateSubscriptionInput } from "@/lib/services/subscriptions/create";
import { listSubscriptions } from "@/lib/services/subscriptions/list";
import { AppError } from "@/lib/domain/errors";
import { withRoute } from "@/lib/web/api";
import { outboundPolicy } from "@/lib/web/outbound-policy";

export const GET = withRoute("subscription.read", async ({ ctx }) => Response.json({ data: await listSubscriptions({ ctx }) }));

export const POST = withRoute("subscription.write", async ({ ctx, request }) => {
  const input = (await request.json().catch(() => {
    throw new AppError("malformed", "The body is not JSON.", { fix: "Send a JSON object with name and url." });
  })) as CreateSubscriptionInput;
  return Response.json(await createSubscription({ ctx, input, policy: outboundPolicy() }), { status: 201 });
});
