import { exportEvents, ExportEventsInput } from "@/lib/services/events/export";
import { exportResponse } from "@/lib/web/export-response";
import { readQuery } from "@/lib/web/read-query";
import { withSessionRoute } from "@/lib/web/session-route";

export const GET = withSessionRoute("event.export", async ({ ctx, request }) => {
  const input = readQuery(request) as ExportEventsInput;
  return exportResponse(exportEvents({ ctx, input }), input.format ?? "csv", ctx.now());
});
