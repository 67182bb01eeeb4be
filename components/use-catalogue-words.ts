import { useTranslations } from "next-intl";
import { catalogueWords } from "@/lib/catalogue-words";

/** The built-in event types in the reader's language. */
export function useCatalogueWords() {
  return catalogueWords(useTranslations("catalogue"));
}
