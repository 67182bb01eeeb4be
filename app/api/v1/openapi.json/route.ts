import { buildDocument } from "@/lib/web/openapi/document";
import { getRuntime } from "@/lib/web/runtime";

export const dynamic = "force-dynamic";

/** The OpenAPI document; public, because it holds nothing of a workspace. */
export function GET(): Response {
  return Response.json(buildDocument(getRuntime().settings.origin));
}
