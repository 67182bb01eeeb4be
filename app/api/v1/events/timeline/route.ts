import { eventTimeline, EventTimelineInput } from "@/lib/services/events/timeline";
import { withRoute } from "@/lib/web/api";
import { readApiQuery } from "@/lib/web/read-query";

export const GET = withRoute("event.read", async ({ ctx, request }) => Response.json(await eventTimeline({ ctx, input: readApiQuery(request, EventTimelineInput) })));
