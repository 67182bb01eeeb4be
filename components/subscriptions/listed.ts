// A value in quotes, where nothing but a comma follows, or whatever stands before the next comma.
const VALUE = /\s*(?:"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))(?:,|$)/gy;

/** Values as a form has them: with commas between, in quotes where one has a comma, a quote or a space of its own at its end. */
export function writeListed(values: string[]): string {
  return values.map((value) => (/^\s|\s$|[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(", ");
}

/** Reads what a person typed, or `writeListed` wrote. */
export function readListed(text: string): string[] {
  return [...text.matchAll(VALUE)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!.trim()).filter(Boolean);
}
