import { countFacets, CountFacetsInput } from "@/lib/services/events/count-facets";
import { withRoute } from "@/lib/web/api";
import { readApiQuery } from "@/lib/web/read-query";

export const GET = withRoute("event.read", async ({ ctx, request }) => Response.json(await countFacets({ ctx, input: readApiQuery(request, CountFacetsInput) })));
