import { AppError } from "@/lib/domain/errors";
import { ingestEvents, type IngestedEvent } from "@/lib/services/events/ingest";
import { problemOf } from "./problem";
import { readEventBody } from "./read-event-body";
import type { RouteCall } from "./run-route";

/** POST /api/v1/events: one event (202, 200 for a duplicate) or a batch (202 with a result for each item). */
export async function ingestRoute({ ctx, request }: RouteCall): Promise<Response> {
  if (!isJson(request.headers.get("content-type"))) {
    throw new AppError("unsupported_type", "The content type is not JSON in UTF-8.", { fix: "Send the header content-type: application/json." });
  }
  const body = await readEventBody(request);
  const { kind, results } = await ingestEvents({ ctx, input: { body, idempotencyKey: request.headers.get("idempotency-key") } });
  if (kind === "batch") return Response.json({ results: results.map(show) }, { status: 202 });
  return Response.json(results[0], { status: results[0]!.outcome === "accepted" ? 202 : 200 });
}

function show(result: IngestedEvent) {
  return result.outcome === "rejected" ? { outcome: "rejected", problem: problemOf(result.error) } : result;
}

function isJson(header: string | null): boolean {
  const [type = "", ...parameters] = (header ?? "").toLowerCase().split(";").map((part) => part.trim());
  if (type !== "application/json" && !/^application\/[\w.-]+\+json$/.test(type)) return false;
  return parameters.every((parameter) => !parameter.startsWith("charset=") || /^charset="?utf-?8"?$/.test(parameter));
}
