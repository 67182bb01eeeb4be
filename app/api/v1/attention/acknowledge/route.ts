import { AcknowledgeInput, acknowledgeAttention } from "@/lib/services/attention/acknowledge";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";

export const POST = withRoute("notice.write", async ({ ctx, request }) => {
  await acknowledgeAttention({ ctx, input: await readJson(request, AcknowledgeInput) });
  return new Response(null, { status: 204 });
});
