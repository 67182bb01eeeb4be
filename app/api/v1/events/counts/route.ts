import { countFacets, type CountFacetsInput } from "@/lib/services/events/count-facets";
import { withRoute } from "@/lib/web/api";
import { readQuery } from "@/lib/web/read-query";

export const GET = withRoute("event.read", async ({ ctx, request }) => Response.json(await countFacets({ ctx, input: readQuery(request) as CountFacetsInput })));
