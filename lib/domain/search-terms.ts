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

/**
 * What a person may search an event by, in the form that searches compare with.
 * @param event.data parsed, of any shape
 */
export function searchTerms(event: { externalId: string; data: unknown }): SearchTerm[] {
  const found = new Map<string, SearchTerm>();
  for (const [kind, raw] of rawTerms(event)) {
    const value = normaliseSearchTerm(raw);
    if (value) found.set(`${kind} ${value}`, { kind, value });
  }
  return [...found.values()];
}

/** How the event itself writes a term that is stored in lower case. */
export function termAsWritten(event: { externalId: string; data: unknown }, term: SearchTerm): string {
  const raw = rawTerms(event).find(([kind, raw]) => kind === term.kind && normaliseSearchTerm(raw) === term.value)?.[1];
  return raw === undefined ? term.value : String(raw).trim();
}

function rawTerms({ externalId, data }: { externalId: string; data: unknown }): [SearchTermKind, unknown][] {
  return [
    ["external_id", externalId],
    ...TRANSACTIONS.map((path): [SearchTermKind, unknown] => ["transaction", dig(data, path)]),
    ["email", personOf(data)?.email],
    ...CUSTOMER_SUBSCRIPTIONS.map((path): [SearchTermKind, unknown] => ["customer_subscription", dig(data, path)]),
  ];
}

/** A text as it is stored and looked for: trimmed, lower case, capped; null when it cannot be stored as text. */
export function normaliseSearchTerm(raw: unknown): string | null {
  const text = typeof raw === "number" ? String(raw) : raw;
  // Postgres text holds no NUL, and a lone surrogate would be altered on its way there.
  if (typeof text !== "string" || /[\0\p{Surrogate}]/u.test(text)) return null;
  const value = Array.from(text.trim().toLowerCase()).slice(0, SEARCH_TERM_MAX_CHARS).join("");
  return value === "" ? null : value;
}
