import { sendTestEvent } from "@/lib/services/events/send-test";
import { withRoute } from "@/lib/web/api";
import { SendTestEventBody } from "@/lib/web/openapi/operations/test-events";
import { readJson } from "@/lib/web/read-json";

export const POST = withRoute("event.test", async ({ ctx, request }) => {
  const { data, ...rest } = await readJson(request, SendTestEventBody);
  const sent = await sendTestEvent({ ctx, input: { ...rest, data: typeof data === "object" && data !== null ? JSON.stringify(data) : data } });
  return Response.json({ id: sent.eventId, deliveryId: sent.deliveryId, outcome: "accepted" }, { status: 202 });
});
