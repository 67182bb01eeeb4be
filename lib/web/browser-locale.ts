import "server-only";
import { cookies, headers } from "next/headers";
import { DEFAULT_LOCALE, pickLocale, readLocale, type Locale } from "@/lib/domain/locale";
import { getRuntime } from "./runtime";

const COOKIE = "aviso.language";
const MAX_AGE_SEC = 365 * 86_400;

/** The language of whoever is not signed in: chosen in this browser, else what the browser asks for, else English. */
export async function findBrowserLocale(): Promise<Locale> {
  return readLocale((await cookies()).get(COOKIE)?.value) ?? pickLocale((await headers()).get("accept-language")) ?? DEFAULT_LOCALE;
}

/** Keeps a language in this browser; null lets it ask for its own again. */
export async function keepBrowserLocale(locale: Locale | null): Promise<void> {
  const jar = await cookies();
  if (locale === null) jar.delete(COOKIE);
  else jar.set(COOKIE, locale, { maxAge: MAX_AGE_SEC, httpOnly: true, sameSite: "lax", path: "/", secure: getRuntime().settings.origin.startsWith("https:") });
}
