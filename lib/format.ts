// How values read on the screen, in each language. Pages ask for them by `useFormat()` (`await getFormat()` on the server).

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** What a length of time is told in; CLDR has no short sign for these that all three languages share. */
const SIGNS = { day: "d", hour: "h", minute: "min", second: "s", ms: "ms" } as const;

/** English dates are written day first: the month is a word, so that nobody takes it for the day. */
const DATES: Record<string, string> = { en: "en-GB" };

type Moment = Date | string;

function makeFormats(locale: string) {
  const dates = DATES[locale] ?? locale;
  const relative = new Intl.RelativeTimeFormat(locale, { style: "narrow", numeric: "always" });
  const now = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const counts = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, useGrouping: false });
  const plain = new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 20 });
  const thousands = counts.formatToParts(12_345).find(({ type }) => type === "group")?.value;
  const date = (at: Moment, options: Intl.DateTimeFormatOptions) => dateFormat(dates, options).format(new Date(at));

  return {
    /** "4m ago", "in 2h"; within two seconds, "now". */
    relative(at: Moment, from: Date | number = Date.now()): string {
      const deltaMs = new Date(at).getTime() - Number(from);
      if (Math.abs(deltaMs) < 2_000) return now.format(0, "second");
      const [unit, unitMs] = UNITS.find(([, ms]) => Math.abs(deltaMs) >= ms) ?? UNITS[3];
      return relative.format(Math.trunc(deltaMs / unitMs), unit);
    },
    /** "24 Nov 2026, 02:12:09 GMT+1"; without a zone, the reader's own. */
    dateTime: (at: Moment, timeZone?: string) => date(at, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short", timeZone }),
    /** "14:02" today, else "3 Nov, 14:02". */
    shortTime(at: Moment, timeZone?: string, from: Date | number = Date.now()): string {
      const day = (moment: Date) => date(moment, { day: "numeric", month: "short", timeZone });
      const time = date(at, { hour: "2-digit", minute: "2-digit", timeZone });
      return day(new Date(at)) === day(new Date(from)) ? time : `${day(new Date(at))}, ${time}`;
    },
    /** "24 Nov 2026" in UTC: history is kept by the UTC day. */
    day: (at: Moment) => date(at, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }),
    /** "14:00" in UTC: roll-ups are by the UTC hour. */
    hour: (at: Moment) => date(at, { hour: "2-digit", minute: "2-digit", timeZone: "UTC" }),
    /** "312 ms", "1.2 s", "3 min 5 s", "9 d 3 h". */
    duration(ms: number): string {
      if (ms < 1) return `<1 ${SIGNS.ms}`;
      if (ms < 999.5) return `${Math.round(ms)} ${SIGNS.ms}`;
      if (ms < 59_950) return `${tenths.format(ms / 1000)} ${SIGNS.second}`;
      const totalSec = Math.round(ms / 1000);
      if (totalSec < 3_600) return parts([totalSec, 60], SIGNS.minute, SIGNS.second);
      const totalMin = Math.round(totalSec / 60);
      if (totalMin < 2 * 24 * 60) return parts([totalMin, 60], SIGNS.hour, SIGNS.minute);
      return parts([Math.round(totalMin / 60), 24], SIGNS.day, SIGNS.hour);
    },
    /** "12,345". */
    count: (count: number | bigint) => counts.format(count),
    /** "1299.9" or "1299,9", as it is typed. */
    plainNumber: (value: number) => plain.format(value),
    /** What somebody typed as "1,299.90", "1.299,90" or "297,5"; NaN when it is no number. A lone mark before three digits parts thousands where the language does. */
    readNumber(text: string): number {
      const typed = text.replace(/\s/g, "");
      const marks = [...typed.matchAll(/[.,]/g)].map(([mark]) => mark);
      const last = marks.at(-1);
      const isWhole = last === undefined || marks.filter((mark) => mark === last).length > 1 || (marks.length === 1 && last === thousands && /^[1-9]\d{0,2}[.,]\d{3}$/.test(typed));
      const cut = isWhole ? typed.length : typed.lastIndexOf(last);
      const [whole, rest] = [typed.slice(0, cut), typed.slice(cut + 1)];
      if (!/^(\d+|\d{1,3}(([.,])\d{3})(\3\d{3})*)$/.test(whole) || !/^\d*$/.test(rest)) return NaN;
      return Number(`${whole.replace(/[.,]/g, "")}.${rest || 0}`);
    },
    /** "99.7%". @param share from 0 to 1 */
    percent: (share: number) => percents.format(share),
    /** "312 B", "4.1 kB", "1.2 MB". */
    bytes(bytes: number): string {
      if (bytes < 1_000) return `${bytes} B`;
      return bytes < 1_000_000 ? `${tenths.format(bytes / 1_000)} kB` : `${tenths.format(bytes / 1_000_000)} MB`;
    },
    /** "R$ 297,00", "$297.00". @param currency ISO 4217 */
    money(value: number, currency: string): string {
      return new Intl.NumberFormat(locale, { style: "currency", currency }).format(value);
    },
    /** "CRM, Members' area and Invoices". */
    list: (names: string[]) => new Intl.ListFormat(locale, { type: "conjunction" }).format(names),
  };
}
export type Formats = ReturnType<typeof makeFormats>;

function parts([total, size]: [number, number], large: string, small: string): string {
  const left = total % size;
  return `${Math.floor(total / size)} ${large}${left ? ` ${left} ${small}` : ""}`;
}

// Made once a language and form: making a formatter costs far more than using it.
const dateFormats = new Map<string, Intl.DateTimeFormat>();
function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const known = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  dateFormats.set(key, known);
  return known;
}

const made = new Map<string, Formats>();
/** How values read in a language. @param locale such as pt-BR */
export function formatsOf(locale: string): Formats {
  const known = made.get(locale) ?? makeFormats(locale);
  made.set(locale, known);
  return known;
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
