// How values read on the screen. One locale for now; a language later is a parameter here and nowhere else.
const LOCALE = "en";

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

const relative = new Intl.RelativeTimeFormat(LOCALE, { style: "narrow", numeric: "always" });
const counts = new Intl.NumberFormat(LOCALE);

/** "4min ago", "in 2h"; within two seconds, "now". */
export function formatRelative(at: Date | string, now: Date | number = Date.now()): string {
  const deltaMs = new Date(at).getTime() - Number(now);
  const [unit, unitMs] = UNITS.find(([, ms]) => Math.abs(deltaMs) >= ms) ?? UNITS[3];
  if (Math.abs(deltaMs) < 2_000) return "now";
  return relative.format(Math.trunc(deltaMs / unitMs), unit);
}

/** "24 Nov 2026, 02:12:09 GMT+1"; without a zone, the reader's own. */
export function formatDateTime(at: Date | string, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit",
    timeZoneName: "short", timeZone,
  }).format(new Date(at));
}

/** "14:02" today, else "3 Nov, 14:02". */
export function formatShortTime(at: Date | string, timeZone?: string, now: Date | number = Date.now()): string {
  const day = (moment: Date) => new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone }).format(moment);
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone }).format(new Date(at));
  return day(new Date(at)) === day(new Date(now)) ? time : `${day(new Date(at))}, ${time}`;
}

/** "24 Nov 2026" in UTC: history is kept by the UTC day. */
export function formatDay(at: Date | string): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(at));
}

/** "312 ms", "1.2 s", "3 min 5 s", "9 d 3 h". */
export function formatDuration(ms: number): string {
  if (ms < 1) return "<1 ms";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1).replace(/\.0$/, "")} s`;
  const totalSec = Math.round(ms / 1000);
  if (totalSec < 3_600) return [`${Math.floor(totalSec / 60)} min`, totalSec % 60 ? `${totalSec % 60} s` : ""].filter(Boolean).join(" ");
  const totalMin = Math.round(totalSec / 60);
  if (totalMin < 2 * 24 * 60) return [`${Math.floor(totalMin / 60)} h`, totalMin % 60 ? `${totalMin % 60} min` : ""].filter(Boolean).join(" ");
  const totalHours = Math.round(totalMin / 60);
  return [`${Math.floor(totalHours / 24)} d`, totalHours % 24 ? `${totalHours % 24} h` : ""].filter(Boolean).join(" ");
}

/** "14:00" in UTC: roll-ups are by the UTC hour. */
export function formatHour(at: Date | string): string {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" }).format(new Date(at));
}

/** "12,345". */
export function formatCount(count: number | bigint): string {
  return counts.format(count);
}

/** "312 B", "4.1 kB", "1.2 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1).replace(/\.0$/, "")} kB`;
  return `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, "")} MB`;
}


/** "evt_01h455…084sn02q": enough of both ends to tell ids apart. */
export function shortenId(id: string): string {
  return id.length > 20 ? `${id.slice(0, 10)}…${id.slice(-6)}` : id;
}

export type JsonToken = { kind: "key" | "string" | "number" | "literal" | "punctuation"; text: string };

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/g;

/**
 * JSON text laid out over lines, in tokens, or null when it is not JSON. Works on the text, not on parsed values,
 * so that big numbers, `1.0`, key order and escapes stay as they were sent.
 */
export function prettyJson(text: string): JsonToken[] | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const tokens: JsonToken[] = [];
  const found = text.match(TOKEN) ?? [];
  let depth = 0;
  const newLine = () => `\n${"  ".repeat(depth)}`;
  for (const [index, token] of found.entries()) {
    const next = found[index + 1];
    const push = (kind: JsonToken["kind"], value: string) => tokens.push({ kind, text: value });
    if (token === "{" || token === "[") {
      depth++;
      push("punctuation", next === "}" || next === "]" ? token : token + newLine());
    } else if (token === "}" || token === "]") {
      depth--;
      const previous = found[index - 1];
      push("punctuation", previous === "{" || previous === "[" ? token : newLine() + token);
    } else if (token === ",") push("punctuation", "," + newLine());
    else if (token === ":") push("punctuation", ": ");
    else if (token.startsWith('"')) push(next === ":" ? "key" : "string", token);
    else push(/^[tfn]/.test(token) ? "literal" : "number", token);
  }
  return tokens;
}
