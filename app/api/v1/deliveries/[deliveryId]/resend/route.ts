import { resendDelivery } from "@/lib/services/deliveries/resend";
import { withRoute } from "@/lib/web/api";

export const POST = withRoute("event.resend", async ({ ctx, params }) => {
  const { deliveryId, eventId, isNew } = await resendDelivery({ ctx, input: { deliveryId: String(params.deliveryId) } });
  return Response.json({ id: deliveryId, eventId, outcome: isNew ? "queued" : "already_queued" }, { status: 202 });
});
