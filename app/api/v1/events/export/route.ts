import { exportEvents, ExportEventsInput } from "@/lib/services/events/export";
import { withRoute } from "@/lib/web/api";
import { exportResponse } from "@/lib/web/export-response";
import { readApiQuery } from "@/lib/web/read-query";

export const GET = withRoute("event.export", async ({ ctx, request }) => {
  const input = readApiQuery(request, ExportEventsInput);
  return exportResponse(exportEvents({ ctx, input }), input.format ?? "csv", ctx.now());
});
