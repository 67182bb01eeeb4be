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
