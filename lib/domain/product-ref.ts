import { asNameText } from "./name-text";
import { findSpan, valueSpan, type Span } from "./json-scan";

/** How an event names its product. All null: it names none. */
export interface ProductRef {
  /** What the sender gave as `product`: an id of Aviso's or the platform's. */
  explicit: string | null;
  externalId: string | null;
  ucode: string | null;
  name: string | null;
}

const PLACES = [["product"], ["subscription", "product"], ["line_items", 0, "product"]] as const;
const MAX_CHARS = 200;

/** Reads the product out of an event. Numbers keep their digits, also beyond 2^53. @param data JSON text */
export function readProductRef(data: string, explicit: string | null): ProductRef {
  const whole = valueSpan(data);
  for (const place of PLACES) {
    const span = findSpan(data, whole, place);
    if (!span) continue;
    const externalId = textAt(data, span, "id");
    const ucode = textAt(data, span, "ucode");
    if (externalId || ucode) return { explicit, externalId, ucode, name: nameAt(data, span) };
  }
  return { explicit, externalId: null, ucode: null, name: null };
}

/** Whether a text can be kept as it is: no control characters, no lone surrogates. */
export function isStorableText(text: string): boolean {
  return !/[\p{Cc}\p{Surrogate}]/u.test(text);
}

function nameAt(data: string, object: Span): string | null {
  const raw = textAt(data, object, "name", () => true);
  return raw === null ? null : asNameText(raw) || null;
}

function textAt(data: string, object: Span, key: string, isFit = isStorableText): string | null {
  const span = findSpan(data, object, [key]);
  if (!span) return null;
  const raw = data.slice(span.start, span.end);
  const text = raw.startsWith('"') ? (JSON.parse(raw) as string).trim() : /^-?\d/.test(raw) ? raw : "";
  return text !== "" && text.length <= MAX_CHARS && isFit(text) ? text : null;
}
