/** What can go wrong in a use case, as a code; lib/web turns it into HTTP. */
export type ErrorCode =
  | "malformed"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_slow"
  | "too_large"
  | "unsupported_type"
  | "invalid"
  | "limit_exceeded"
  | "unavailable";

/** One thing wrong with an input: where (`path`, as in `products.0`) and what. */
export interface Issue {
  path: string;
  message: string;
}

const BRAND = Symbol.for("aviso.AppError");

/** An error that a person or a caller can act on: `message` says what happened, `fix` what to do. */
export class AppError extends Error {
  /** Known by its mark, because the web server and what Next bundles each have a copy of this class, and pass errors to each other. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
  readonly [BRAND] = true;
  readonly code: ErrorCode;
  readonly fix: string | undefined;
  readonly issues: Issue[];
  /** After how long another try makes sense, where that is known. */
  readonly retryAfterSec: number | undefined;

  constructor(code: ErrorCode, message: string, more: { fix?: string; issues?: Issue[]; cause?: unknown; retryAfterSec?: number } = {}) {
    super(message, { cause: more.cause });
    this.name = "AppError";
    this.code = code;
    this.fix = more.fix;
    this.issues = more.issues ?? [];
    this.retryAfterSec = more.retryAfterSec;
  }
}

/** "Not there" and "not yours" are this same error. */
export function notFound(noun: string): AppError {
  return new AppError("not_found", `There is no such ${noun}.`);
}

/** The digest by which an error page knows that the database cannot be reached. */
export const DATABASE_AWAY = "database_away";
