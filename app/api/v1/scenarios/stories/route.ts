import { listStories } from "@/lib/services/scenarios/list-stories";
import { withRoute } from "@/lib/web/api";

export const GET = withRoute("event.read", async () => Response.json(listStories()));
