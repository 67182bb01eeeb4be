"use client";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { FILTER_LIMITS, FILTER_OPERATORS, type FilterOperator } from "@/lib/domain/payload-filter";
import { AllOrSome } from "./choice";
import type { ClauseDraft, Issues, SetDraft, SubscriptionDraft } from "./draft";

const NEW_CLAUSE: ClauseDraft = { path: "", operator: "equals", value: "" };

/** Conditions on the payload, one a line; offers the fields of payloads that really came. */
export function FilterEditor({ draft, set, issue, paths }: { draft: SubscriptionDraft; set: SetDraft; issue: Issues; paths: { path: string; example: string }[] }) {
  const t = useTranslations("subscriptions.filter");
  const { clauses } = draft;
  const change = (index: number, more: Partial<ClauseDraft>) => set({ clauses: clauses.map((clause, at) => (at === index ? { ...clause, ...more } : clause)) });
  const toggle = (isAll: boolean) => set({ hasFilter: !isAll, ...(clauses.length === 0 && !isAll ? { clauses: [NEW_CLAUSE] } : {}) });
  const example = (path: string) => paths.find((one) => one.path === path)?.example;
  return (
    <AllOrSome name="filter" legend={t("legend")} isAll={!draft.hasFilter} onChange={toggle} all={t("all")} some={t("some")} error={issue("filter.clauses")}>
      <p className="text-xs leading-4 text-muted-foreground">{t("hint")}</p>
      {clauses.length > 1 && (
        <Field label={t("match")} htmlFor="filter-match" className="max-w-60">
          <Select value={draft.match} onChange={(event) => set({ match: event.target.value as SubscriptionDraft["match"] })}>
            <option value="all">{t("matchAll")}</option><option value="any">{t("matchAny")}</option>
          </Select>
        </Field>
      )}
      <datalist id="filter-paths">{paths.map((one) => <option key={one.path} value={one.path}>{one.example}</option>)}</datalist>
      {clauses.map((clause, index) => {
        const number = index + 1;
        const at = `filter.clauses.${index}`;
        const takesValue = clause.operator !== "exists" && clause.operator !== "missing";
        return (
          <div key={index} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 rounded-md border border-border p-2 md:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,4fr)_auto] md:border-0 md:p-0">
            <Field label={t("path", { number })} htmlFor={`filter-path-${index}`} error={issue(`${at}.path`)} className="col-start-1">
              <Input list="filter-paths" value={clause.path} onChange={(event) => change(index, { path: event.target.value })} placeholder={t("pathPlaceholder")} maxLength={FILTER_LIMITS.pathLength} spellCheck={false} autoComplete="off" className="font-mono text-[13px]" />
            </Field>
            <Field label={t("operator", { number })} htmlFor={`filter-operator-${index}`} className="col-start-1 md:col-start-auto">
              <Select value={clause.operator} onChange={(event) => change(index, { operator: event.target.value as FilterOperator })}>
                {FILTER_OPERATORS.map((operator) => <option key={operator} value={operator}>{t(`operators.${operator}`)}</option>)}
              </Select>
            </Field>
            {takesValue ? (
              <Field label={clause.operator === "one_of" ? t("values", { number }) : t("value", { number })} htmlFor={`filter-value-${index}`} error={issue(`${at}.value`) ?? issue(`${at}.values`)} className="col-start-1 md:col-start-auto">
                <Input value={clause.value} onChange={(event) => change(index, { value: event.target.value })} placeholder={example(clause.path)} spellCheck={false} autoComplete="off" className="font-mono text-[13px]" />
              </Field>
            ) : <span className="hidden md:block" />}
            <Button variant="ghost" size="icon" aria-label={t("remove", { number })} onClick={() => set({ clauses: clauses.filter((_, one) => one !== index) })} className="col-start-2 row-start-1 mt-6.5 md:col-start-auto md:row-start-auto"><Trash2 aria-hidden /></Button>
          </div>
        );
      })}
      {clauses.length < FILTER_LIMITS.clauses && <Button variant="outline" size="sm" onClick={() => set({ clauses: [...clauses, NEW_CLAUSE] })}><Plus aria-hidden />{t("add")}</Button>}
    </AllOrSome>
  );
}
