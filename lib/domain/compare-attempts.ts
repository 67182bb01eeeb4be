export interface Difference {
  /** A header's name, or a path into the body as data.buyer.email. */
  at: string;
  /** Null where it was missing. */
  before: string | null;
  after: string | null;
}

// Different at every attempt, which tells nothing.
const EVER_CHANGING = new Set(["webhook-id", "webhook-timestamp", "webhook-signature", "webhook-attempt", "webhook-retries-remaining", "content-length", "date"]);

/** Headers that came, went or changed, by name. */
export function compareHeaders(before: [string, string][], after: [string, string][]): Difference[] {
  const read = (headers: [string, string][]) => {
    const byName = new Map<string, string>();
    for (const [name, value] of headers) byName.set(name.toLowerCase(), [byName.get(name.toLowerCase()), value].filter((part) => part !== undefined).join(", "));
    return byName;
  };
  return compareMaps(read(before), read(after)).filter(({ at }) => !EVER_CHANGING.has(at));
}

/** Fields of two JSON texts that came, went or are of another kind; null where one of them is not JSON. */
export function compareShapes(before: string, after: string): Difference[] | null {
  try {
    return compareMaps(shapeOf(JSON.parse(before)), shapeOf(JSON.parse(after)));
  } catch {
    return null;
  }
}

function compareMaps(before: Map<string, string>, after: Map<string, string>): Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((at) => ({ at, before: before.get(at) ?? null, after: after.get(at) ?? null }))
    .filter((difference) => difference.before !== difference.after);
}

/** The kind of every field (string, number, boolean, null, list); the elements of a list count as one. */
function shapeOf(value: unknown, at = "", shape = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value)) {
    if (at) shape.set(at, "list");
    for (const item of value) shapeOf(item, `${at}[]`, shape);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) shapeOf(item, at ? `${at}.${key}` : key, shape);
  } else if (at) shape.set(at, value === null ? "null" : typeof value);
  return shape;
}
