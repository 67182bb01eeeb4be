import { z } from "zod";
import { databaseFailure } from "@/lib/db/failure";
import { AppError, type ErrorCode } from "@/lib/domain/errors";
import { type ApiAnswer, toWeb } from "./api-request";

const STATUS = {
  malformed: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  too_slow: 408,
  conflict: 409,
  too_large: 413,
  unsupported_type: 415,
  invalid: 422,
  limit_exceeded: 429,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>;

const TITLE = {
  malformed: "Malformed request",
  unauthorized: "Not authenticated",
  forbidden: "Not allowed",
  not_found: "Not found",
  too_slow: "Too slow",
  conflict: "Conflict",
  too_large: "Too large",
  unsupported_type: "Unsupported content type",
  invalid: "Invalid",
  limit_exceeded: "Too many",
  unavailable: "Not available right now",
} as const satisfies Record<ErrorCode, string>;

const RETRY_AFTER_SEC = 5;

/** What a use case threw as an AppError; null when it is nobody's fault but ours. */
export function asAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (error instanceof z.ZodError) {
    const issues = error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
    return new AppError("invalid", "The input is not valid.", { fix: "Correct what is listed under issues.", issues });
  }
  const failure = databaseFailure(error);
  if (failure === "unstorable_text") {
    return new AppError("invalid", "The input contains characters that are no text (NUL, or half of a surrogate pair).", { fix: "Leave them out.", cause: error });
  }
  if (failure === "away") {
    return new AppError("unavailable", "The database cannot be reached.", { fix: "Send it again in a few seconds; with the same id or Idempotency-Key nothing is taken in twice.", cause: error });
  }
  return null;
}

/** An error as the members of an RFC 9457 problem. */
export function problemOf(error: AppError) {
  return {
    type: "about:blank",
    title: TITLE[error.code],
    status: STATUS[error.code] as number,
    code: error.code,
    detail: error.message,
    ...(error.fix ? { fix: error.fix } : {}),
    ...(error.issues.length > 0 ? { issues: error.issues } : {}),
  };
}

/** Any error as a problem+json answer. */
export function problemAnswer(error: unknown, requestId: string): ApiAnswer {
  const known = asAppError(error);
  const problem = known
    ? problemOf(known)
    : { type: "about:blank", title: "Internal error", status: 500, code: "internal", detail: "Something went wrong in Aviso.", fix: "Try again; if it goes on, look in the log for the requestId." };
  const headers: Record<string, string> = { "content-type": "application/problem+json", "x-request-id": requestId };
  if (problem.status === 503 || problem.status === 429) headers["retry-after"] = String(known?.retryAfterSec ?? RETRY_AFTER_SEC);
  // The rest of its body may never come.
  if (problem.status === 408) headers.connection = "close";
  if (problem.status === 401) headers["www-authenticate"] = "Bearer";
  return { status: problem.status, headers, body: JSON.stringify({ ...problem, requestId }) };
}

/** The same for a route handler. */
export function problemResponse(error: unknown, requestId: string): Response {
  return toWeb(problemAnswer(error, requestId));
}
