import { listRelated, ListRelatedInput } from "@/lib/services/events/list-related";
import { withRoute } from "@/lib/web/api";
import { readApiQuery } from "@/lib/web/read-query";

const Query = ListRelatedInput.omit({ eventId: true });

export const GET = withRoute("event.read", async ({ ctx, request, params }) => Response.json(await listRelated({ ctx, input: { ...readApiQuery(request, Query), eventId: String(params.eventId) } })));
