export type MessageTree = { [key: string]: string | MessageTree };

/** All texts of a language by their whole key, as `events.filters.status`. */
export function textsOf(tree: MessageTree, prefix = ""): Map<string, string> {
  return new Map(Object.entries(tree).flatMap(([key, value]) => (typeof value === "string" ? [[prefix + key, value] as const] : [...textsOf(value, `${prefix}${key}.`)])));
}
