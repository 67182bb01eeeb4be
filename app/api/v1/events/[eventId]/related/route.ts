import { listRelated, type ListRelatedInput } from "@/lib/services/events/list-related";
import { withRoute } from "@/lib/web/api";
import { readQuery } from "@/lib/web/read-query";

export const GET = withRoute("event.read", async ({ ctx, request, params }) => Response.json(await listRelated({ ctx, input: { ...readQuery(request), eventId: String(params.eventId) } as ListRelatedInput })));
