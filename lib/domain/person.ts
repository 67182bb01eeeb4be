/** The customer that an event is about. */
export interface Person {
  name: string | null;
  email: string | null;
}

// Where the person is differs by event: orders and carts, cancellation and charge date, plan switch, club, fulfilment.
const PLACES = [["buyer"], ["subscriber"], ["subscription", "user"], ["user"], ["purchase", "shopper"]] as const;

/** The first person named in an event's data, or null. @param data parsed, of any shape */
export function personOf(data: unknown): Person | null {
  for (const place of PLACES) {
    const found = dig(data, place);
    const name = textAt(found, "name");
    const email = textAt(found, "email");
    if (name || email) return { name, email };
  }
  return null;
}

/** The value at a path of own keys, or undefined wherever the path leaves what is there. */
export function dig(value: unknown, path: readonly string[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}

function textAt(value: unknown, key: string): string | null {
  const text = dig(value, [key]);
  return typeof text === "string" && text.trim() !== "" ? text : null;
}
