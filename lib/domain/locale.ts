/** The languages that Aviso speaks, as BCP 47 names; the first serves whoever speaks none of them. */
export const LOCALES = ["en", "pt-BR", "es"] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = LOCALES[0];

/** What each language is called by those who speak it; the same in every language. */
export const LOCALE_NAMES = { en: "English", "pt-BR": "Português (Brasil)", es: "Español" } as const satisfies Record<Locale, string>;

/** One of our languages by its exact name, or null. */
export function readLocale(text: unknown): Locale | null {
  return LOCALES.find((locale) => locale === text) ?? null;
}

/**
 * The language a browser asks for (RFC 9110 §12.5.4): the best liked that is one of ours, whatever the country.
 * @param header as in `pt-PT,pt;q=0.9,en;q=0.8`
 * @returns null when none of ours is among them
 */
export function pickLocale(header: string | null | undefined): Locale | null {
  const wishes = (header ?? "").split(",").slice(0, 50).map((part) => {
    const [range = "", ...parameters] = part.trim().split(";");
    const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1]).find(Boolean);
    return { language: range.toLowerCase().split("-")[0], quality: quality === undefined ? 1 : Number(quality) };
  });
  for (const { language } of wishes.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality)) {
    const found = LOCALES.find((locale) => locale.split("-")[0] === language);
    if (found) return found;
  }
  return null;
}
