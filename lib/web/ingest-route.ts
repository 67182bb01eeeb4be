import { ingestEvents, type IngestedEvent } from "@/lib/services/events/ingest";
import { problemOf } from "./problem";
import { readEventBody } from "./read-event-body";
import { requireJsonType } from "./read-json";
import type { RouteCall } from "./run-route";

/** POST /api/v1/events: one event (202, 200 for a duplicate) or a batch (202 with a result for each item). */
export async function ingestRoute({ ctx, request }: RouteCall): Promise<Response> {
  requireJsonType(request);
  const body = await readEventBody(request);
  const { kind, results } = await ingestEvents({ ctx, input: { body, idempotencyKey: request.headers.get("idempotency-key") } });
  if (kind === "batch") return Response.json({ results: results.map(show) }, { status: 202 });
  return Response.json(results[0], { status: results[0]!.outcome === "accepted" ? 202 : 200 });
}

function show(result: IngestedEvent) {
  return result.outcome === "rejected" ? { outcome: "rejected", problem: problemOf(result.error) } : result;
}
