import { withRoute } from "@/lib/web/api";
import { ingestRoute } from "@/lib/web/ingest-route";

export const POST = withRoute(ingestRoute);
