import "server-only";
import { listEvents, type ListEventsInput } from "@/lib/services/events/list";
import { withRoute } from "./api";

/** GET /api/v1/events: the list of events with the filters of the screen as query parameters. */
export const GET = withRoute("event.read", async ({ ctx, request }) => {
  const query = Object.fromEntries([...new URL(request.url).searchParams].filter(([, value]) => value !== ""));
  return Response.json(await listEvents({ ctx, input: query as ListEventsInput }));
});
