import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { sendTestEvent } from "@/lib/services/events/send-test";
import { withRoute } from "@/lib/web/api";

// Here `data` may also be an object: whoever writes JSON already need not write it as text.
const Body = z.object({ subscriptionId: z.string(), eventType: z.string(), data: z.union([z.string(), z.record(z.string(), z.unknown())]), productId: z.string().optional() });

export const POST = withRoute("event.test", async ({ ctx, request }) => {
  const json: unknown = await request.json().catch(() => {
    throw new AppError("malformed", "The body is not JSON.", { fix: "Send a JSON object with subscriptionId, eventType and data." });
  });
  const { data, ...rest } = Body.parse(json);
  const sent = await sendTestEvent({ ctx, input: { ...rest, data: typeof data === "string" ? data : JSON.stringify(data) } });
  return Response.json({ id: sent.eventId, deliveryId: sent.deliveryId, outcome: "accepted" }, { status: 202 });
});
