// How common JSON libraries write a value that was parsed: what a receiver signs over by mistake.

/** Texts that mean the same as this JSON and are other bytes, each with how it came about. Empty when it is not JSON. */
export function jsonVariants(text: string): { how: "compact" | "indented" | "spaced" | "ascii" | "sorted"; text: string }[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const compact = JSON.stringify(value);
  return [
    { how: "compact" as const, text: compact },
    { how: "compact" as const, text: compact.replaceAll("/", "\\/") },
    { how: "indented" as const, text: JSON.stringify(value, null, 2) },
    { how: "indented" as const, text: JSON.stringify(value, null, 4) },
    { how: "spaced" as const, text: spaced(value, false) },
    { how: "spaced" as const, text: escapeNonAscii(spaced(value, false)) },
    { how: "sorted" as const, text: JSON.stringify(sorted(value)) },
    { how: "sorted" as const, text: escapeNonAscii(spaced(value, true)) },
    { how: "ascii" as const, text: escapeNonAscii(compact) },
    // PHP's json_encode.
    { how: "ascii" as const, text: escapeNonAscii(compact).replaceAll("/", "\\/") },
  ].filter((variant) => variant.text !== text);
}

/** As Python's json.dumps: a space after every comma and colon. */
function spaced(value: unknown, isSorted: boolean): string {
  if (Array.isArray(value)) return `[${value.map((item) => spaced(item, isSorted)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (isSorted) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item, isSorted)}`).join(", ")}}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}

function escapeNonAscii(text: string): string {
  return text.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
