import { asNameText } from "./name-text";
import { findSpan, valueSpan } from "./json-scan";
import { dig } from "./person";

/** How an event names its product. All null: it names none. */
export interface ProductRef {
  /** What the sender gave as `product`: an id of Aviso's or the platform's. */
  explicit: string | null;
  externalId: string | null;
  ucode: string | null;
  name: string | null;
  /** Where it is named, as in an issue: `product`, `data.subscription.product.id`. */
  path: string;
}

const PLACES = [["product"], ["subscription", "product"], ["line_items", "0", "product"]] as const;
const MAX_CHARS = 200;

/**
 * Reads the product out of an event. Numbers keep their digits, also beyond 2^53.
 * @param data JSON text
 * @param parsed the same, parsed
 */
export function readProductRef(data: string, explicit: string | null, parsed: unknown = JSON.parse(data)): ProductRef {
  for (const place of PLACES) {
    const product = dig(parsed, place);
    if (typeof product !== "object" || product === null) continue;
    const externalId = textAt(data, product, place, "id");
    const ucode = textAt(data, product, place, "ucode");
    if (!externalId && !ucode) continue;
    const name = textAt(data, product, place, "name", isAnyText);
    const path = explicit === null ? ["data", ...place, externalId ? "id" : "ucode"].join(".") : "product";
    return { explicit, externalId, ucode, name: name === null ? null : asNameText(name) || null, path };
  }
  return { explicit, externalId: null, ucode: null, name: null, path: "product" };
}

/** Whether a text can be kept as it is: no control characters, no lone surrogates. */
export function isStorableText(text: string): boolean {
  return !/[\p{Cc}\p{Surrogate}]/u.test(text);
}

function isAnyText(): boolean {
  return true;
}

/** What a product says under a key; a number as it was written, where it is not what was parsed. */
function textAt(data: string, product: object, place: readonly string[], key: string, isFit: (text: string) => boolean = isStorableText): string | null {
  const value = dig(product, [key]);
  const text = typeof value === "string" ? value.trim() : typeof value === "number" ? (Number.isSafeInteger(value) ? String(value) : rawAt(data, [...place, key])) : "";
  return text !== "" && text.length <= MAX_CHARS && isFit(text) ? text : null;
}

function rawAt(data: string, path: readonly string[]): string {
  // An array's positions are numbers here.
  const span = findSpan(data, valueSpan(data), path.map((step) => (/^\d+$/.test(step) ? Number(step) : step)));
  return span ? data.slice(span.start, span.end) : "";
}
