import { deleteEventType } from "@/lib/services/event-types/delete";
import { getEventType } from "@/lib/services/event-types/get";
import { updateEventType, UpdateEventTypeInput } from "@/lib/services/event-types/update";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";

export const GET = withRoute("eventType.read", async ({ ctx, params }) => Response.json(await getEventType({ ctx, input: { name: String(params.name) } })));

const Body = UpdateEventTypeInput.omit({ name: true });

export const PATCH = withRoute("eventType.write", async ({ ctx, request, params }) =>
  Response.json(await updateEventType({ ctx, input: { ...(await readJson(request, Body)), name: String(params.name) } })));

export const DELETE = withRoute("eventType.write", async ({ ctx, params }) => {
  await deleteEventType({ ctx, input: { name: String(params.name) } });
  return new Response(null, { status: 204 });
});
