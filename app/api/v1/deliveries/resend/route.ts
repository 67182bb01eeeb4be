import { resendDeliveries, ResendDeliveriesInput } from "@/lib/services/deliveries/resend-many";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";

export const POST = withRoute("event.resend", async ({ ctx, request }) =>
  Response.json(await resendDeliveries({ ctx, input: await readJson(request, ResendDeliveriesInput) }), { status: 202 }));
