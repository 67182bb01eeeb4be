import "server-only";
import { unstable_rethrow } from "next/navigation";
import { getLocale } from "next-intl/server";
import type { Locale } from "@/lib/domain/locale";
import { formatsOf, type Formats } from "@/lib/format";
import { findBrowserLocale } from "./browser-locale";
import { findSignedIn } from "./session";

/** The language of this request: what the person chose, else the browser's. */
export async function findLocale(): Promise<Locale> {
  return (await findChosenLocale()) ?? findBrowserLocale();
}

async function findChosenLocale(): Promise<Locale | null> {
  try {
    return (await findSignedIn())?.user.locale ?? null;
  } catch (error) {
    unstable_rethrow(error);
    // The database is away. The page tells of it by itself, in the browser's language.
    return null;
  }
}

/** How values read in the reader's language, for server components; others call useFormat(). */
export async function getFormat(): Promise<Formats> {
  return formatsOf(await getLocale());
}
