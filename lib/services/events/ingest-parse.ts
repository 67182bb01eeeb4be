import { AppError, type Issue } from "@/lib/domain/errors";
import { isOwnEventType } from "@/lib/domain/notice";
import { arrayItems, decodeUtf8, parseJson, scanValue, type Scanned, type Span, valueSpan } from "@/lib/domain/json-scan";
import { dataTerms, type SearchTerm } from "@/lib/domain/search-terms";
import { isStorableText, readProductRef, type ProductRef } from "@/lib/domain/product-ref";

export const MAX_EVENT_BYTES = 256 * 1024;
export const MAX_BATCH_BYTES = 5 * 1024 * 1024;
export const MAX_BATCH_EVENTS = 1_000;
export const MAX_DEPTH = 100;
export const EVENT_TYPE_PATTERN = /^[A-Za-z0-9_.-]{1,128}$/;

/** An event as its sender wrote it, understood but not yet compared with the workspace. */
export interface ParsedEvent {
  eventType: string;
  product: ProductRef;
  id: string | null;
  occurredAt: Date | null;
  /** JSON text, byte for byte. */
  data: string;
  /** What it may be searched by. */
  dataTerms: SearchTerm[];
}

/** Understands a request body. A batch's bad items are errors in its list; anything else that is wrong throws. */
export function parseIngestBody(bytes: Uint8Array): { kind: "single"; event: ParsedEvent } | { kind: "batch"; items: (ParsedEvent | AppError)[] } {
  const text = decodeUtf8(bytes);
  if (text === null) throw new AppError("malformed", "The body is not valid UTF-8.", { fix: "Send JSON encoded as UTF-8." });
  const parsed = parseJson(text);
  if (!parsed.ok) throw new AppError("malformed", `The body is not JSON: ${parsed.message}`, { fix: "Send one JSON object, or an array of them." });
  const whole = valueSpan(text);
  if (!Array.isArray(parsed.value)) {
    if (bytes.byteLength > MAX_EVENT_BYTES) throw tooLarge();
    return { kind: "single", event: parseEvent(text, scanValue(text, whole.start), parsed.value) };
  }
  const values = parsed.value as unknown[];
  if (values.length > MAX_BATCH_EVENTS) {
    throw new AppError("too_large", `A batch holds at most ${MAX_BATCH_EVENTS} events; this one has ${values.length}.`, { fix: "Send it in parts." });
  }
  if (values.length === 0) throw new AppError("invalid", "The batch is empty.", { fix: "Send at least one event.", issues: [{ path: "", message: "Must hold at least one event" }] });
  return {
    kind: "batch",
    items: arrayItems(text, whole.start).map((item, index) => {
      try {
        return parseEvent(text, item, values[index]);
      } catch (error) {
        if (error instanceof AppError) return error;
        throw error;
      }
    }),
  };
}

function tooLarge(): AppError {
  return new AppError("too_large", `An event may have at most ${MAX_EVENT_BYTES} bytes.`, { fix: "Send less data, or a link to it." });
}

/** What a character of a text may take in UTF-8, at most. */
const MAX_BYTES_PER_CHAR = 3;

function parseEvent(text: string, { start, end, depth, members }: Scanned, value: unknown): ParsedEvent {
  const chars = end - start;
  if (chars > MAX_EVENT_BYTES || (chars * MAX_BYTES_PER_CHAR > MAX_EVENT_BYTES && Buffer.byteLength(text.slice(start, end)) > MAX_EVENT_BYTES)) throw tooLarge();
  if (depth > MAX_DEPTH) {
    throw new AppError("malformed", `The JSON is nested more than ${MAX_DEPTH} deep.`, { fix: "Flatten the data." });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AppError("invalid", "An event is a JSON object.", { fix: 'Send {"event": "…", "data": {…}}.', issues: [{ path: "", message: "Must be an object" }] });
  }
  const spans = new Map<string, Span>();
  for (const member of members) {
    if (spans.has(member.key)) {
      throw new AppError("malformed", `The key ${JSON.stringify(member.key)} stands twice at the top level.`, { fix: "Send each key once." });
    }
    spans.set(member.key, member.value);
  }
  const issues: Issue[] = [];
  const eventType = own(value, "event");
  if (eventType === undefined) issues.push({ path: "event", message: "Is missing" });
  else if (typeof eventType !== "string" || !EVENT_TYPE_PATTERN.test(eventType)) {
    issues.push({ path: "event", message: "Must be 1 to 128 letters, digits, dots, hyphens or underscores" });
  } else if (isOwnEventType(eventType)) issues.push({ path: "event", message: "Types that begin with aviso. are sent by Aviso only" });
  const data = written(text, spans, "data");
  if (data === undefined) issues.push({ path: "data", message: "Is missing" });
  else if (!data.startsWith("{")) issues.push({ path: "data", message: "Must be an object" });

  const id = own(value, "id") ?? null;
  if (id !== null && !isName(id, 255)) issues.push({ path: "id", message: "Must be a text of 1 to 255 printable characters" });
  const product = readProduct(written(text, spans, "product"), issues);
  const dateKey = spans.has("creation_date") ? "creation_date" : "creationDate";
  const occurredAt = readDate(own(value, dateKey));
  if (occurredAt === "bad") issues.push({ path: dateKey, message: "Must be milliseconds since 1970 (UTC), as an integer, or an ISO 8601 date" });

  if (issues.length > 0) {
    throw new AppError("invalid", "The event is not valid.", { fix: "Correct what is listed under issues, then send it again.", issues });
  }
  const parsed = own(value, "data");
  return {
    eventType: eventType as string,
    product: readProductRef(data!, product, parsed),
    id: id as string | null,
    occurredAt: occurredAt as Date | null,
    data: data!,
    dataTerms: dataTerms(parsed),
  };
}

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

/** A member as it stands in the text. */
function written(text: string, spans: ReadonlyMap<string, Span>, key: string): string | undefined {
  const at = spans.get(key);
  return at && text.slice(at.start, at.end);
}

function isName(value: unknown, maxChars: number): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= maxChars && isStorableText(value);
}

function readProduct(raw: string | undefined, issues: Issue[]): string | null {
  if (raw === undefined || raw === "null") return null;
  // A number keeps its digits: the text counts, not what JSON.parse makes of it.
  const value: unknown = /^-?\d+$/.test(raw) ? raw : JSON.parse(raw);
  if (isName(value, 200)) return value;
  issues.push({ path: "product", message: "Must be a product's id, as a text of 1 to 200 printable characters" });
  return null;
}

// The last millisecond of the year 9999, the end of what ISO 8601 writes in four digits.
const MAX_TIME = 253_402_300_799_999;

function readDate(value: unknown): Date | null | "bad" {
  if (value === undefined || value === null) return null;
  const time = typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : value;
  return typeof time === "number" && Number.isInteger(time) && time >= 0 && time <= MAX_TIME ? new Date(time) : "bad";
}
