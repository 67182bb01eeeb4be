"use client";
import { useTranslations } from "next-intl";
import { createContext, useContext, type ReactNode } from "react";
import { catalogueWords } from "@/lib/catalogue-words";

const OwnTitles = createContext<ReadonlyMap<string, string>>(new Map());

/** Tells the page below what the workspace calls its own event types. */
export function OwnEventTypes({ titles, children }: { titles: ReadonlyMap<string, string>; children: ReactNode }) {
  return <OwnTitles value={titles}>{children}</OwnTitles>;
}

/** All event types in words: built-in ones in the reader's language, the workspace's own by their titles. */
export function useEventTypeWords() {
  return catalogueWords(useTranslations("catalogue"), useContext(OwnTitles));
}
