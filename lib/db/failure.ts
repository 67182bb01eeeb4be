/** What a failed statement means for the one who sent it. */
export type DatabaseFailure =
  /** Lost against another transaction: the same again may work. */
  | "conflict"
  /** A row's day has no partition yet. */
  | "missing_partition"
  /** The database cannot be reached, or refuses work for now. */
  | "away"
  /** A text holds what Postgres keeps in no text: NUL, or half of a surrogate pair. */
  | "unstorable_text"
  | "other";

// SQLSTATE 40001 serialization, 40P01 deadlock, P2034 is Prisma's name for both.
const CONFLICT = /\b(40001|40P01|P2034)\b|TransactionWriteConflict|deadlock detected|could not serialize/i;
// Classes 08 (connection), 25 (read-only, ended for idling), 28 and 3D (not let in), 53 (out of disk, memory, connections), 55 (locked, not
// ready), 57 (shutdown, starting up, cancelled), 58 (the system beneath) and Prisma's P10xx, P2024, P2028.
const AWAY =
  /\b(08\d{3}|25006|25P0[34]|28000|28P01|3D000|53[1-4]00|55006|55P03|57014|57P0[1-5]|58000|58030|58P0[12]|P1001|P1002|P1008|P1017|P2024|P2028)\b|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT.*\.s\.PGSQL|Connection terminated|not queryable|Query read timeout|timeout exceeded when trying to connect|read-only transaction|No space left on device|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|Unable to start a transaction|Can't reach database|the database system is (starting up|shutting down|in recovery)/i;

// SQLSTATE 22021 (character not in repertoire), 22P05 (untranslatable character).
const UNSTORABLE = /\b(22021|22P05)\b|invalid byte sequence for encoding|unsupported Unicode escape sequence/i;

/** Sorts an error thrown by a query, however deep Prisma and its adapter have wrapped it. */
export function databaseFailure(error: unknown): DatabaseFailure {
  const text = describe(error, 0);
  if (/no partition of relation/i.test(text)) return "missing_partition";
  if (CONFLICT.test(text)) return "conflict";
  if (AWAY.test(text)) return "away";
  if (UNSTORABLE.test(text)) return "unstorable_text";
  return "other";
}

function describe(error: unknown, depth: number): string {
  if (depth > 4 || typeof error !== "object" || error === null) return String(error);
  const own = error as { name?: unknown; code?: unknown; message?: unknown; kind?: unknown; originalCode?: unknown; meta?: unknown; cause?: unknown; driverAdapterError?: unknown; originalMessage?: unknown; errors?: unknown[] };
  const parts = [own.name, own.code, own.kind, own.originalCode, own.message, own.originalMessage].filter((part) => part !== undefined).map(String);
  for (const inner of [own.meta, own.cause, own.driverAdapterError, ...(Array.isArray(own.errors) ? own.errors : [])]) {
    if (inner !== undefined && inner !== null) parts.push(describe(inner, depth + 1));
  }
  return parts.join(" ");
}
