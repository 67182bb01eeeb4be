import { createEventType, CreateEventTypeInput } from "@/lib/services/event-types/create";
import { listEventTypes, ListEventTypesInput } from "@/lib/services/event-types/list";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";
import { readApiQuery } from "@/lib/web/read-query";

export const GET = withRoute("eventType.read", async ({ ctx, request }) => Response.json(await listEventTypes({ ctx, input: readApiQuery(request, ListEventTypesInput) })), { heedsProducts: true });

export const POST = withRoute("eventType.write", async ({ ctx, request }) =>
  Response.json(await createEventType({ ctx, input: await readJson(request, CreateEventTypeInput) }), { status: 201 }));
