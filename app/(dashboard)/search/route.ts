import { getTranslations } from "next-intl/server";
import { catalogueWords } from "@/lib/catalogue-words";
import { findAnything } from "@/lib/services/search/find-anything";
import { readQuery } from "@/lib/web/read-query";
import { withSessionRoute } from "@/lib/web/session-route";

/** What the command palette finds for a text. */
export const GET = withSessionRoute("workspace.read", async ({ ctx, request }) => {
  const { text = "" } = readQuery(request);
  const eventTypes = catalogueWords(await getTranslations("catalogue")).find(text);
  return Response.json({ found: await findAnything({ ctx, input: { text, eventTypes } }) }, { headers: { "cache-control": "no-store" } });
});
