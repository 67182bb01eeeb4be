/** Letters that may differ in a name that was probably meant. */
const MOST_SLIPS = 2;

/** The known name that a mistyped one was probably meant to be, or null. Signs and upper case do not count. */
export function findNearName(name: string, known: Iterable<string>): string | null {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const meant = [...known].map((one) => ({ one, slips: countSlips(plain(name), plain(one)) })).toSorted((a, b) => a.slips - b.slips)[0];
  return meant && meant.slips <= Math.min(MOST_SLIPS, meant.one.length / 3) ? meant.one : null;
}

/** How many letters must be put in, left out or changed to make one text of the other (Levenshtein); far ones are not told apart. */
function countSlips(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_SLIPS) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
