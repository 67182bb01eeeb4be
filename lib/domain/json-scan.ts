// Positions inside a JSON text, so that a part can be cut out as it was written. Everything here but `parseJson` expects
// a text that JSON.parse has accepted.

export interface Span {
  start: number;
  end: number;
  /** How deep objects and arrays are nested in it: 0 for a text or a number, 1 for a flat object. */
  depth: number;
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
  return spanAt(text, skipSpace(text, 0));
}

/** The members of the object that starts at `start`, in order, repeated keys included. Keys are decoded. */
export function objectMembers(text: string, start: number): { key: string; value: Span }[] {
  const found: { key: string; value: Span }[] = [];
  if (text[start] !== "{") return found;
  let at = skipSpace(text, start + 1);
  while (text[at] === '"') {
    const keyEnd = skipString(text, at);
    const key = JSON.parse(text.slice(at, keyEnd)) as string;
    const value = spanAt(text, skipSpace(text, skipSpace(text, keyEnd) + 1));
    found.push({ key, value });
    at = skipSpace(text, value.end);
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return found;
}

/** The items of the array that starts at `start`, or after the white space there. */
export function arrayItems(text: string, start: number): Span[] {
  const found: Span[] = [];
  let at = skipSpace(text, start);
  if (text[at] !== "[") return found;
  at = skipSpace(text, at + 1);
  while (at < text.length && text[at] !== "]") {
    const item = spanAt(text, at);
    found.push(item);
    at = skipSpace(text, item.end);
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return found;
}

/** Follows keys (and array positions) from the whole value; the last of repeated keys counts, as in JSON.parse. */
export function findSpan(text: string, path: readonly (string | number)[]): Span | null {
  let here = valueSpan(text);
  for (const step of path) {
    const next =
      typeof step === "number"
        ? arrayItems(text, here.start)[step]
        : objectMembers(text, here.start).findLast((member) => member.key === step)?.value;
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

function skipString(text: string, at: number): number {
  for (at++; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at + 1;
  }
  return at;
}

/** The value that begins at `start`. */
function spanAt(text: string, start: number): Span {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return { start, end: skipString(text, start), depth: 0 };
  let at = start;
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) {
    while (at < text.length && !endsWord(text.charCodeAt(at))) at++;
    return { start, end: at, depth: 0 };
  }
  let open = 0;
  let depth = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = skipString(text, at);
      continue;
    }
    at++;
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth = Math.max(depth, ++open);
    else if ((code === CLOSE_OBJECT || code === CLOSE_ARRAY) && --open === 0) break;
  }
  return { start, end: at, depth };
}

/** Whether a number, true, false or null is over. */
function endsWord(code: number): boolean {
  return code === COMMA || code === CLOSE_OBJECT || code === CLOSE_ARRAY || isSpace(code);
}
