"use server";
import { readLocale } from "@/lib/domain/locale";
import { keepBrowserLocale } from "@/lib/web/browser-locale";

/** Sets the language of this browser, for whoever is not signed in. */
export async function chooseBrowserLanguage(form: FormData): Promise<void> {
  await keepBrowserLocale(readLocale(form.get("locale")));
}
