import { useTranslations } from "next-intl";
import { problemWords } from "@/lib/problem-words";

/** What a schema finds wrong, in the reader's language; what an action answers is in it already. */
export function useProblemWords() {
  return problemWords(useTranslations("problems"));
}
