import { z } from "zod";
import { sendTestEvent } from "@/lib/services/events/send-test";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";

// Here `data` may also be an object: whoever writes JSON already need not write it as text.
const Body = z.object({ subscriptionId: z.string(), eventType: z.string(), data: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(), productId: z.string().optional() });

export const POST = withRoute("event.test", async ({ ctx, request }) => {
  const { data, ...rest } = Body.parse(await readJson(request));
  const sent = await sendTestEvent({ ctx, input: { ...rest, data: typeof data === "object" ? JSON.stringify(data) : data } });
  return Response.json({ id: sent.eventId, deliveryId: sent.deliveryId, outcome: "accepted" }, { status: 202 });
});
