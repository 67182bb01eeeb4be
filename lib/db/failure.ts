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

// Codes are SQLSTATEs, Prisma's, or the socket's; kinds are what Prisma's adapter makes of some of them.
const CONFLICT = /^(40001|40P01|P2034|TransactionWriteConflict)$/;
// Classes 08 (connection), 25 (read-only, ended for idling), 28 and 3D (not let in), 53 (out of disk, memory, connections), 55 (locked, not
// ready), 57 (shutdown, starting up, cancelled), 58 (the system beneath) and Prisma's P10xx, P2024, P2028.
const AWAY =
  /^(08\d{3}|25006|25P0[34]|28000|28P01|3D000|53[1-4]00|55006|55P03|57014|57P0[1-5]|58000|58030|58P0[12]|P1001|P1002|P1008|P1017|P2024|P2028|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections)$/;
// SQLSTATE 22021 (character not in repertoire), 22P05 (untranslatable character).
const UNSTORABLE = /^(22021|22P05)$/;
// What pg and its pool say without a code. Whole lines: a text that somebody sent may hold anything, and may stand in any message.
const LOST = /^(Connection terminated( unexpectedly| due to connection timeout)?|Client (has encountered a connection error and is|was closed and is) not queryable|Query read timeout|timeout expired|timeout exceeded when trying to connect)$/;
const NO_PARTITION = /^no partition of relation "\w+" found for row$/;

/** Sorts an error thrown by a query, however deep Prisma and its adapter have wrapped it. */
export function databaseFailure(error: unknown): DatabaseFailure {
  const { codes, messages } = collect(error, 0);
  if (messages.some((text) => NO_PARTITION.test(text))) return "missing_partition";
  if (codes.some((code) => CONFLICT.test(code))) return "conflict";
  if (codes.some((code) => AWAY.test(code)) || messages.some((text) => LOST.test(text))) return "away";
  if (codes.some((code) => UNSTORABLE.test(code))) return "unstorable_text";
  return "other";
}

interface Signs { codes: string[]; messages: string[] }
interface Node { code?: unknown; errorCode?: unknown; kind?: unknown; originalCode?: unknown; syscall?: unknown; message?: unknown; originalMessage?: unknown; meta?: unknown; cause?: unknown; driverAdapterError?: unknown; errors?: unknown }

function collect(error: unknown, depth: number): Signs {
  // What `fetch` throws is a TypeError whose cause has a socket's code: that was no database.
  if (depth > 4 || typeof error !== "object" || error === null || error instanceof TypeError) return { codes: [], messages: [] };
  const own = error as Node;
  // A Unix socket that is not there.
  const noSocket = own.code === "ENOENT" && own.syscall === "connect" ? ["ECONNREFUSED"] : [];
  const inner = [own.meta, own.cause, own.driverAdapterError, ...(Array.isArray(own.errors) ? (own.errors as unknown[]) : [])].map((one) => collect(one, depth + 1));
  const texts = (...values: unknown[]) => values.filter((value) => typeof value === "string");
  return {
    codes: [...texts(own.code, own.errorCode, own.kind, own.originalCode), ...noSocket, ...inner.flatMap(({ codes }) => codes)],
    // Prisma writes where it was called above what went wrong.
    messages: [...texts(own.message, own.originalMessage).map((text) => text.slice(text.lastIndexOf("\n") + 1)), ...inner.flatMap(({ messages }) => messages)],
  };
}
