import { AppError } from "@/lib/domain/errors";
import { resendDeliveries, type ResendDeliveriesInput } from "@/lib/services/deliveries/resend-many";
import { withRoute } from "@/lib/web/api";

export const POST = withRoute("event.resend", async ({ ctx, request }) => {
  const input = (await request.json().catch(() => {
    throw new AppError("malformed", "The body is not JSON.", { fix: "Send a JSON object with deliveryIds." });
  })) as ResendDeliveriesInput;
  return Response.json(await resendDeliveries({ ctx, input }), { status: 202 });
});
