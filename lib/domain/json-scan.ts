// Positions inside a JSON text, so that a part can be cut out as it was written. Everything here but `parseJson` expects
// a text that JSON.parse has accepted.

export interface Span {
  start: number;
  end: number;
}

// One for all: making one costs more than most texts.
const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** The text behind UTF-8 bytes (a byte order mark is skipped), or null when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

/** Parses without throwing. */
export function parseJson(text: string): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, message: (error as Error).message };
  }
}

/** The span of the whole value, without the white space around it. */
export function valueSpan(text: string): Span {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  return { start: skipSpace(text, 0), end };
}

/** A value as it stands in its text. */
export interface Scanned extends Span {
  /** How deep objects and arrays are nested in it: 0 for a plain value, 1 for a flat object. */
  depth: number;
  /** An object's members, in order, repeated keys included. Keys are decoded. */
  members: { key: string; value: Span }[];
}

/** Goes over the value that starts at `start`, once. */
export function scanValue(text: string, start: number): Scanned {
  if (text.charCodeAt(start) !== OPEN_OBJECT) return { start, end: skipValue(text, start), depth: deepest, members: [] };
  const members: Scanned["members"] = [];
  let depth = 1;
  let at = skipSpace(text, start + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const keyEnd = skipString(text, at);
    const key = text.slice(at + 1, keyEnd - 1);
    const from = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const to = skipValue(text, from);
    if (deepest >= depth) depth = deepest + 1;
    members.push({ key: key.includes("\\") ? (JSON.parse(`"${key}"`) as string) : key, value: { start: from, end: to } });
    at = skipSpace(text, to);
    if (text.charCodeAt(at) === COMMA) at = skipSpace(text, at + 1);
  }
  return { start, end: at + 1, depth, members };
}

/** The items of the array that starts at `start`. */
export function arrayItems(text: string, start: number): Scanned[] {
  const found: Scanned[] = [];
  if (text.charCodeAt(start) !== OPEN_ARRAY) return found;
  let at = skipSpace(text, start + 1);
  while (at < text.length && text.charCodeAt(at) !== CLOSE_ARRAY) {
    const item = scanValue(text, at);
    found.push(item);
    at = skipSpace(text, item.end);
    if (text.charCodeAt(at) === COMMA) at = skipSpace(text, at + 1);
  }
  return found;
}

/** Follows keys (and array positions) from a value; the last of repeated keys counts, as in JSON.parse. */
export function findSpan(text: string, from: Span, path: readonly (string | number)[]): Span | null {
  let here = from;
  for (const step of path) {
    const next =
      typeof step === "number"
        ? arrayItems(text, here.start)[step]
        : scanValue(text, here.start).members.findLast((member) => member.key === step)?.value;
    if (!next) return null;
    here = next;
  }
  return here;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function skipSpace(text: string, at: number): number {
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Behind the string that starts at `at`. Looking for its quote is twice as fast as going over what stands before it. */
function skipString(text: string, at: number): number {
  let quote = text.indexOf('"', at + 1);
  while (quote !== -1 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote === -1 ? text.length : quote + 1;
}

/** Whether an odd number of backslashes stands before a place. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (at - first) % 2 === 1;
}

/** How deep the value nests that `skipValue` went over last. */
let deepest = 0;

function skipValue(text: string, at: number): number {
  deepest = 0;
  const first = text.charCodeAt(at);
  if (first === QUOTE) return skipString(text, at);
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) return skipPlain(text, at);
  let depth = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = skipString(text, at);
      continue;
    }
    at++;
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      if (++depth > deepest) deepest = depth;
    } else if ((code === CLOSE_OBJECT || code === CLOSE_ARRAY) && --depth === 0) break;
  }
  return at;
}

function skipPlain(text: string, at: number): number {
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === CLOSE_OBJECT || code === CLOSE_ARRAY || isSpace(code)) break;
    at++;
  }
  return at;
}
