import { getEvent } from "@/lib/services/events/get";
import { withRoute } from "@/lib/web/api";

export const GET = withRoute("event.read", async ({ ctx, params }) => Response.json(await getEvent({ ctx, input: { eventId: String(params.eventId) } })), { heedsProducts: true });
