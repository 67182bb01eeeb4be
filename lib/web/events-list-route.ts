import "server-only";
import { listEvents, ListEventsInput } from "@/lib/services/events/list";
import { withRoute } from "./api";
import { readApiQuery } from "./read-query";

/** GET /api/v1/events: the list of events with the filters of the screen as query parameters. */
export const GET = withRoute("event.read", async ({ ctx, request }) => Response.json(await listEvents({ ctx, input: readApiQuery(request, ListEventsInput) })), { heedsProducts: true });
