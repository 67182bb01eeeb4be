import { useLocale } from "next-intl";
import { formatsOf, type Formats } from "@/lib/format";

/** How values read in the reader's language. */
export function useFormat(): Formats {
  return formatsOf(useLocale());
}
