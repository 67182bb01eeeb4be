// Control characters and lone surrogates; line ends; marks that turn what stands beside them around, and the byte order mark.
const UNFIT = /[\p{Cc}\p{Surrogate}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Whether a text can be a name, shown beside others in lists, mails and logs without changing how they read. */
export function isNameText(text: string): boolean {
  return text.search(UNFIT) === -1;
}

/** A name that came inside a payload, which cannot be refused: without what does not belong into one. */
export function asNameText(text: string): string {
  return text.replaceAll(UNFIT, "").trim();
}

/** The same for where a name stands in a line of a text, as in a mail: it cannot begin a line of its own. */
export function asOneLine(text: string): string {
  return asNameText(text.replace(/\s+/g, " "));
}

// Control characters, terminal escapes, and marks that are not seen but turn or hide what stands beside them.
// Line breaks and tabs are what they seem; a carriage return before a line feed too, and a joiner where emoji and scripts need it.
export const INVISIBLE = /\r(?!\n)|[\u200c\u200d](?![\p{Extended_Pictographic}\p{Script=Arabic}\p{Script=Devanagari}])|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;
/** How such a mark is written where it is to be seen. */
export const markName = (mark: string): string => `U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const ISOLATE = /\u2068([^\u202a-\u202e\u2066-\u2069]*)\u2069/;
const isolate = (text: string) => `\u2068${text}\u2069`;

/**
 * A text of anybody's for where no element can hold it apart: an attribute, an option, a toast, a page's title. Marks
 * stand by their number; what is written from right to left turns nothing beside it. A sentence that went through it may again.
 */
export function isolated(text: string): string {
  const parts = text.split(ISOLATE).map((part) => part.replaceAll(INVISIBLE, markName));
  if (parts.some((part, index) => index % 2 === 0 && RIGHT_TO_LEFT.test(part))) return isolate(parts.join(""));
  return parts.map((part, index) => (index % 2 === 0 ? part : isolate(part))).join("");
}
