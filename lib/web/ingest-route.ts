import type { Ctx } from "@/lib/services/context";
import { ingestEvents, type IngestedEvent } from "@/lib/services/events/ingest";
import { type ApiAnswer, type ApiRequest, fromWeb, jsonAnswer, toWeb } from "./api-request";
import { problemOf } from "./problem";
import { readEventBody } from "./read-event-body";
import { requireJsonType } from "./read-json";
import type { RouteCall } from "./run-route";

/** POST /api/v1/events: one event (202, 200 for a duplicate) or a batch (202 with a result for each item). */
export async function answerIngestion({ ctx, request }: { ctx: Ctx; request: ApiRequest }): Promise<ApiAnswer> {
  requireJsonType(request.headers);
  const body = await readEventBody(request);
  const { kind, results } = await ingestEvents({ ctx, input: { body, idempotencyKey: request.headers.get("idempotency-key"), traceparent: request.headers.get("traceparent") } });
  if (kind === "batch") return jsonAnswer({ results: results.map(show) }, 202);
  return jsonAnswer(results[0], results[0]!.outcome === "accepted" ? 202 : 200);
}

/** The same as Next's route handler; `lib/web/front/serve-ingestion.ts` is the other mount. */
export async function ingestRoute({ ctx, request }: RouteCall): Promise<Response> {
  return toWeb(await answerIngestion({ ctx, request: fromWeb(request) }));
}

function show(result: IngestedEvent) {
  return result.outcome === "rejected" ? { outcome: "rejected", problem: problemOf(result.error) } : result;
}
