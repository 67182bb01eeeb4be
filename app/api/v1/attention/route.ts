import { listAttention } from "@/lib/services/attention/list";
import { wholeList } from "@/lib/services/page";
import { withRoute } from "@/lib/web/api";

export const GET = withRoute("event.read", async ({ ctx }) => Response.json(wholeList(await listAttention({ ctx }))));
