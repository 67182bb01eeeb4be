import "server-only";
import { randomUUID } from "node:crypto";
import { ZodError } from "zod";
import { databaseFailure } from "@/lib/db/failure";
import { AppError, type ErrorCode } from "@/lib/domain/errors";
import { authenticateApiKey } from "@/lib/services/api-keys/authenticate";
import type { Ctx } from "@/lib/services/context";
import { getRuntime } from "./runtime";

const HTTP_STATUS = {
  malformed: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_type: 415,
  invalid: 422,
  limit_exceeded: 429,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>;

type Params = Record<string, string | string[] | undefined>;
type Handler = (call: { ctx: Ctx; request: Request; params: Params }) => Promise<Response>;

/** Wraps a handler of /api/v1: API key → context, errors → problem+json (RFC 9457) with `requestId` and `fix`. */
export function withRoute(handler: Handler): (request: Request, segment: { params: Promise<Params> }) => Promise<Response> {
  return async (request, segment) => {
    const requestId = randomUUID();
    try {
      const { db, secretKey, settings } = getRuntime();
      const key = await authenticateApiKey(db, request.headers.get("authorization"), new Date());
      const ctx: Ctx = {
        db,
        workspaceId: key.workspaceId,
        actor: { kind: "apiKey", id: key.id, name: key.name },
        now: () => new Date(),
        secretKey,
        origin: settings.origin,
      };
      const response = await handler({ ctx, request, params: await segment.params });
      response.headers.set("x-request-id", requestId);
      return response;
    } catch (error) {
      return problemResponse(error, requestId);
    }
  };
}

/** An error as problem+json; what is not the caller's doing is logged and told without detail. */
function problemResponse(error: unknown, requestId: string): Response {
  const known = toAppError(error);
  const headers: Record<string, string> = { "content-type": "application/problem+json", "x-request-id": requestId };
  if (!known) {
    console.error(`request ${requestId} failed:`, error);
    const body = { type: "about:blank", title: "Something went wrong in Aviso.", status: 500, code: "internal", requestId, fix: "Try again; if it stays, look for the request id in the log." };
    return new Response(JSON.stringify(body), { status: 500, headers });
  }
  const status = HTTP_STATUS[known.code];
  if (known.code === "unavailable") headers["retry-after"] = "5";
  if (known.code === "unauthorized") headers["www-authenticate"] = "Bearer";
  return new Response(JSON.stringify({ ...toProblem(known), status, requestId }), { status, headers });
}

/** The body of a problem, without what belongs to one response. */
export function toProblem(error: AppError): Record<string, unknown> {
  return {
    type: "about:blank",
    title: error.message,
    status: HTTP_STATUS[error.code],
    code: error.code,
    ...(error.fix ? { fix: error.fix } : {}),
    ...(error.issues.length > 0 ? { issues: error.issues } : {}),
  };
}

function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (error instanceof ZodError) {
    return new AppError("invalid", "The input is not as it should be.", {
      fix: "Correct what `issues` names and send it again.",
      issues: error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message })),
    });
  }
  if (databaseFailure(error) === "away") {
    return new AppError("unavailable", "The database cannot be reached; nothing was accepted.", { fix: "Send the request again in a few seconds." });
  }
  return null;
}
