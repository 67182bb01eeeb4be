import { preflightUrl, PreflightUrlInput } from "@/lib/services/subscriptions/preflight";
import { withRoute } from "@/lib/web/api";
import { outboundPolicy } from "@/lib/web/outbound-policy";
import { readJson } from "@/lib/web/read-json";

export const POST = withRoute("subscription.write", async ({ ctx, request }) =>
  Response.json({ checks: await preflightUrl({ ctx, input: await readJson(request, PreflightUrlInput), policy: outboundPolicy() }) }));
