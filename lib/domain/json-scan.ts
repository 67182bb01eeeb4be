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
  const start = skipSpace(text, 0);
  return { start, end: skipValue(text, start) };
}

/** The members of the object that starts at `start`, in order, repeated keys included. Keys are decoded. */
export function objectMembers(text: string, start: number): { key: string; value: Span }[] {
  const found: { key: string; value: Span }[] = [];
  if (text[start] !== "{") return found;
  let at = skipSpace(text, start + 1);
  while (text[at] === '"') {
    const keyEnd = skipString(text, at);
    const key = JSON.parse(text.slice(at, keyEnd)) as string;
    const from = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const to = skipValue(text, from);
    found.push({ key, value: { start: from, end: to } });
    at = skipSpace(text, to);
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return found;
}

/** The items of the array that starts at `start`. */
export function arrayItems(text: string, start: number): Span[] {
  const found: Span[] = [];
  if (text[start] !== "[") return found;
  let at = skipSpace(text, start + 1);
  while (at < text.length && text[at] !== "]") {
    const end = skipValue(text, at);
    found.push({ start: at, end });
    at = skipSpace(text, end);
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return found;
}

/** How deep objects and arrays are nested in a span: 1 for a flat one. */
export function nestingDepth(text: string, span: Span): number {
  let depth = 0;
  let deepest = 0;
  for (let at = span.start; at < span.end; ) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = skipString(text, at);
      continue;
    }
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) deepest = Math.max(deepest, ++depth);
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) depth--;
    at++;
  }
  return deepest;
}

/** Follows keys (and array positions) from a value; the last of repeated keys counts, as in JSON.parse. */
export function findSpan(text: string, from: Span, path: readonly (string | number)[]): Span | null {
  let here = from;
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

function skipValue(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === QUOTE) return skipString(text, at);
  if (first === OPEN_OBJECT || first === OPEN_ARRAY) {
    let depth = 0;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        at = skipString(text, at);
        continue;
      }
      if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth++;
      else if ((code === CLOSE_OBJECT || code === CLOSE_ARRAY) && --depth === 0) return at + 1;
      at++;
    }
    return at;
  }
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === CLOSE_OBJECT || code === CLOSE_ARRAY || isSpace(code)) return at;
    at++;
  }
  return at;
}
