import { checkSignature, CheckSignatureInput } from "@/lib/services/deliveries/check-signature";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";

const Body = CheckSignatureInput.omit({ deliveryId: true, attemptNumber: true });

export const POST = withRoute("event.read", async ({ ctx, params, request }) => {
  const input = { ...(await readJson(request, Body)), deliveryId: String(params.deliveryId), attemptNumber: Number(params.attemptNumber) };
  return Response.json(await checkSignature({ ctx, input }));
});
