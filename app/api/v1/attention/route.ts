import { listAttention } from "@/lib/services/attention/list";
import { withRoute } from "@/lib/web/api";

export const GET = withRoute("event.read", async ({ ctx }) => Response.json({ data: await listAttention({ ctx }) }));
