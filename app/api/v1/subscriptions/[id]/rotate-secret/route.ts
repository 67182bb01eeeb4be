import { rotateSecret, RotateSecretInput } from "@/lib/services/subscriptions/rotate-secret";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";

const Body = RotateSecretInput.omit({ id: true });

export const POST = withRoute("subscription.write", async ({ ctx, params, request }) => {
  // Without a body the usual overlap is meant.
  const input = { ...(request.headers.has("content-type") ? await readJson(request, Body) : {}), id: String(params.id) };
  return Response.json(await rotateSecret({ ctx, input }));
});
