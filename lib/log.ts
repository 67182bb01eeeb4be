/** What may stand beside a message: ids, counts, words of ours. Texts are cut and cleared of what looks like a secret. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

const LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LEVELS)[number];
type Part = "web" | "worker" | "start" | "aviso";

interface Options { part: Part; level: LogLevel; format: "json" | "text" }

// On globalThis, because Next bundles its own copy of this module.
const KEY = Symbol.for("aviso.log");
const holder = globalThis as { [KEY]?: Options };
const options = (): Options => holder[KEY] ?? { part: "aviso", level: "info", format: "json" };

/** Sets how this process logs; called once, at its start. */
export function configureLog(given: Options): void {
  holder[KEY] = given;
}

/**
 * Structured logs: one line each on standard output, as JSON or for people. Only what is named in `fields` is written, and
 * of an error only its kind, code, place and a cleared message: never payloads, headers, or values of a query.
 */
export const log = {
  /** Whether such a line would be written: for those on a hot path. */
  isOn: (level: Exclude<LogLevel, "silent">) => LEVELS.indexOf(level) >= LEVELS.indexOf(options().level),
  debug: (message: string, fields?: LogFields) => write("debug", message, fields),
  info: (message: string, fields?: LogFields) => write("info", message, fields),
  warn: (message: string, fields?: LogFields, error?: unknown) => write("warn", message, fields, error),
  error: (message: string, fields?: LogFields, error?: unknown) => write("error", message, fields, error),
};

/** Has what libraries say on the console logged like the rest, so that nothing gets past what is cleared here. */
export function catchConsole(): void {
  for (const [name, level] of [["debug", "debug"], ["log", "info"], ["info", "info"], ["warn", "warn"], ["error", "error"]] as const) {
    console[name] = (...values: unknown[]) => {
      const error = values.find((value) => value instanceof Error);
      const text = values.filter((value) => typeof value === "string").join(" ").trim().split("\n")[0]!;
      write(level, withoutQuotes(text) || "said on the console", {}, error);
    };
  }
}

function write(level: Exclude<LogLevel, "silent">, message: string, fields: LogFields = {}, error?: unknown): void {
  if (!log.isOn(level)) return;
  process.stdout.write(`${formatLine(options(), { at: new Date(), level, message, fields, error })}\n`);
}

/** One line of the log. */
export function formatLine({ part, format }: Pick<Options, "part" | "format">, entry: { at: Date; level: LogLevel; message: string; fields: LogFields; error?: unknown }): string {
  const said: LogFields = {};
  for (const [name, value] of Object.entries(entry.fields)) if (value !== undefined) said[name] = typeof value === "string" ? clear(value) : value;
  const told = { ...said, ...(entry.error === undefined ? {} : describeError(entry.error)) };
  const message = clear(entry.message);
  if (format === "json") return JSON.stringify({ time: entry.at.toISOString(), level: entry.level, part, message, ...told });
  const details = Object.entries(told).filter(([name]) => name !== "stack").map(([name, value]) => `${name}=${typeof value === "string" && /[\s"=]/.test(value) ? JSON.stringify(value) : value}`);
  return [`${entry.at.toISOString().slice(11, 23)} ${entry.level.padEnd(5)} ${part}: ${message}`, ...details].join(" ");
}

/** What is said of an error. Its message may quote what a person or a system sent, so quotes are taken out. */
function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  // A digest is Next's name for a failure of a page: the code that its reader is shown.
  const { code, digest } = error as { code?: unknown; digest?: unknown };
  // The last line: what Prisma throws begins with the whole call, values included.
  const lines = error.message.trim().split("\n");
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)).slice(0, 8).map((line) => line.trim());
  const cause = error.cause instanceof Error && error.cause.message !== error.message ? { cause: withoutQuotes(error.cause.message.split("\n").at(-1)!) } : {};
  return {
    error: error.name,
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    ...(typeof digest === "string" ? { digest: clear(digest, 40) } : {}),
    reason: withoutQuotes(lines.at(-1)!),
    ...cause,
    ...(frames.length > 0 ? { stack: frames.join(" | ").slice(0, 2_000) } : {}),
  };
}

/** Names of tables, columns and the like may stay; any other quote goes, with all up to the last one. */
function withoutQuotes(said: string): string {
  // Between letters it is an apostrophe.
  const text = said.replace(/(?<=\w)'(?=\w)/g, "’");
  const quoted = [...text.matchAll(/(["'`])(.*?)\1/g)];
  if (quoted.length === 0 || quoted.every(([, , inside]) => /^[A-Za-z][\w.]{0,40}$/.test(inside!))) return clear(text, 300);
  const first = text.search(/["'`]/);
  const last = Math.max(...['"', "'", "`"].map((quote) => text.lastIndexOf(quote)));
  return clear(`${text.slice(0, first)}"…"${text.slice(last + 1)}`, 300);
}

// Log-ins in addresses, keys and secrets of ours, bearer tokens, signatures, long random words; e-mail addresses.
const SECRETS: [RegExp, string][] = [
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, "$1…@"],
  [/\b(whsec_|avk_|avp_)[A-Za-z0-9+/=_-]+/g, "$1…"],
  [/\b(Bearer|Basic)\s+\S+/gi, "$1 …"],
  [/\bv1[,.][A-Za-z0-9+/=_-]{16,}/g, "…"],
  [/\b[A-Za-z0-9+/=_-]{40,}/g, "…"],
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, "…@…"],
];

function clear(text: string, most = 500): string {
  // Line ends and control characters would forge lines, or speak to a terminal.
  let cleared = text.slice(0, 4_000).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  for (const [pattern, mask] of SECRETS) cleared = cleared.replace(pattern, mask);
  return cleared.length > most ? `${cleared.slice(0, most)}…` : cleared;
}
