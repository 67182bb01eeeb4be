import { eventTimeline, type EventTimelineInput } from "@/lib/services/events/timeline";
import { withRoute } from "@/lib/web/api";
import { readQuery } from "@/lib/web/read-query";

export const GET = withRoute("event.read", async ({ ctx, request }) => Response.json(await eventTimeline({ ctx, input: readQuery(request) as EventTimelineInput })));
