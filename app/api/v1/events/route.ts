import { withRoute } from "@/lib/web/api";
import { ingestRoute } from "@/lib/web/ingest-route";

export { GET } from "@/lib/web/events-list-route";
export const POST = withRoute("event.ingest", ingestRoute, { heedsProducts: true });
