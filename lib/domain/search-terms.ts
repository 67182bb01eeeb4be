import { dig, personOf } from "./person";

export type SearchTermKind = "external_id" | "transaction" | "email" | "customer_subscription";
export interface SearchTerm {
  kind: SearchTermKind;
  value: string;
}

export const SEARCH_TERM_MAX_CHARS = 200;

const TRANSACTIONS = [["purchase", "transaction"], ["transaction"]];
const CUSTOMER_SUBSCRIPTIONS = [
  ["subscription", "subscriber", "code"],
  ["subscriber", "code"],
  ["subscription", "subscriber_code"],
  ["subscription", "id"],
];

/** What a person may search an event by of its own id, in the form that searches compare with. */
export function externalIdTerm(externalId: string): SearchTerm[] {
  return normalise([["external_id", externalId]]);
}

/** The same of what stands in its data, each once. @param data parsed, of any shape */
export function dataTerms(data: unknown): SearchTerm[] {
  return normalise(rawDataTerms(data));
}

/** How the event itself writes a term that is stored in lower case. */
export function termAsWritten({ externalId, data }: { externalId: string; data: unknown }, term: SearchTerm): string {
  const raw = [["external_id", externalId] as const, ...rawDataTerms(data)].find(([kind, raw]) => kind === term.kind && normaliseSearchTerm(raw) === term.value)?.[1];
  return raw === undefined ? term.value : String(raw).trim();
}

function rawDataTerms(data: unknown): [SearchTermKind, unknown][] {
  return [
    ...TRANSACTIONS.map((path): [SearchTermKind, unknown] => ["transaction", dig(data, path)]),
    ["email", personOf(data)?.email],
    ...CUSTOMER_SUBSCRIPTIONS.map((path): [SearchTermKind, unknown] => ["customer_subscription", dig(data, path)]),
  ];
}

function normalise(raw: [SearchTermKind, unknown][]): SearchTerm[] {
  const found = new Map<string, SearchTerm>();
  for (const [kind, text] of raw) {
    const value = normaliseSearchTerm(text);
    if (value) found.set(`${kind} ${value}`, { kind, value });
  }
  return [...found.values()];
}

/** A text as it is stored and looked for: trimmed, lower case, capped; null when it cannot be stored as text. */
export function normaliseSearchTerm(raw: unknown): string | null {
  const text = typeof raw === "number" ? String(raw) : raw;
  // Postgres text holds no NUL, and a lone surrogate would be altered on its way there.
  if (typeof text !== "string" || !text.isWellFormed() || text.includes("\0")) return null;
  const whole = text.trim().toLowerCase();
  // By characters, not halves of them; what is short needs no counting.
  const value = whole.length <= SEARCH_TERM_MAX_CHARS ? whole : Array.from(whole).slice(0, SEARCH_TERM_MAX_CHARS).join("");
  return value === "" ? null : value;
}
