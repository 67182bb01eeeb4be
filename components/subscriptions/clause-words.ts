import { useTranslations } from "next-intl";
import type { FilterClause } from "@/lib/domain/payload-filter";

/** A condition as a sentence: "purchase.price.value is greater than 100". */
export function useClauseWords(): (clause: FilterClause) => string {
  const t = useTranslations("subscriptions.filter.words");
  return (clause) => t(clause.operator, { path: clause.path, value: "values" in clause ? clause.values.join(", ") : "value" in clause ? clause.value : "" });
}
