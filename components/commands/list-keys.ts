// Every row of a list is a link with this mark (components/row-link.tsx).
const ROWS = "main a[data-row]";
const SEARCHES = "main input[type=search]";

const isShown = (element: Element) => element.getClientRects().length > 0;
const rowOf = (element: Element | null) => element?.closest("tr, li") ?? null;

/**
 * Moves to the next or previous row of the page's lists; from outside, to the first one that is in sight.
 * @param options.onlyFromRow leaves everything as it is unless a row has the focus
 * @returns whether there was one to move to
 */
export function focusRow(step: 1 | -1, { onlyFromRow = false } = {}): boolean {
  const links = [...document.querySelectorAll<HTMLAnchorElement>(ROWS)].filter(isShown);
  const active = document.activeElement;
  const at = onlyFromRow ? links.findIndex((link) => link === active) : links.findIndex((link) => rowOf(link) !== null && rowOf(link) === rowOf(active));
  if (onlyFromRow && at < 0) return false;
  const next = at < 0 ? (links.find((link) => link.getBoundingClientRect().top >= 0) ?? links[0]) : links[at + step];
  if (!next) return at >= 0;
  next.focus({ preventScroll: true });
  rowOf(next)?.scrollIntoView({ block: "nearest" });
  return true;
}

/** Chooses the row that has the focus, or chooses it no more, where rows can be chosen. */
export function chooseRow(): void {
  rowOf(document.activeElement)?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
}

/** Puts the cursor into the page's search. @returns whether it has one */
export function focusSearch(): boolean {
  const field = [...document.querySelectorAll<HTMLInputElement>(SEARCHES)].find(isShown);
  field?.focus();
  field?.select();
  return field !== undefined;
}
