import { buildDocument } from "@/lib/web/openapi/document";
import { getRuntime } from "@/lib/web/runtime";

export const dynamic = "force-dynamic";

// Made once: it takes a tenth of a second, and anybody may ask for it.
let text: string | undefined;

/** The OpenAPI document; public, because it holds nothing of a workspace. */
export function GET(): Response {
  text ??= JSON.stringify(buildDocument(getRuntime().settings.origin));
  return new Response(text, { headers: { "content-type": "application/json" } });
}
