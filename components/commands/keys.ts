/** A key as it was pressed; the parts of a KeyboardEvent that count. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}
/** What was pressed before, while it may still be the first of two. `at` in ms. */
export interface Pending { key: string; at: number }

// Long enough to find the second key, short enough that a g pressed by accident is forgotten.
const PENDING_MS = 1_500;

/** Whether the press is Ctrl K, or ⌘ K, which opens the palette from anywhere. */
export function opensPalette({ key, ctrlKey, metaKey, altKey }: Press): boolean {
  return key.toLowerCase() === "k" && (ctrlKey || metaKey) && !altKey;
}

/**
 * What a press means among keys alone ("?") and pairs ("g e").
 * @param known all that mean something
 * @returns the one that was meant, or null; and what is pending now
 */
export function readPress(press: Press, pending: Pending | null, known: ReadonlySet<string>, nowMs: number): { meant: string | null; pending: Pending | null } {
  if (press.ctrlKey || press.metaKey || press.altKey || press.key.length !== 1) return { meant: null, pending: press.key === "Shift" ? pending : null };
  const key = press.key.toLowerCase();
  if (pending && nowMs - pending.at <= PENDING_MS) {
    const pair = `${pending.key} ${key}`;
    if (known.has(pair)) return { meant: pair, pending: null };
  }
  if (known.has(key)) return { meant: key, pending: null };
  const isFirst = [...known].some((keys) => keys.startsWith(`${key} `));
  return { meant: null, pending: isFirst ? { key, at: nowMs } : null };
}

// Where keys write, choose or have a meaning of their own; and whatever covers the page.
const OWN_KEYS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=combobox], [role=menu], [role=listbox], [role=slider]";
const COVERING = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";

/** Whether keys alone would get in the way of what the person is doing. */
export function isBusy(target: EventTarget | null): boolean {
  return (target instanceof Element && target.closest(OWN_KEYS) !== null) || document.querySelector(COVERING) !== null;
}
