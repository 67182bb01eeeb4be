"use client";
import { SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useEventTypeWords } from "@/components/own-event-types";
import { useFormat } from "@/components/use-format";
import { FAILURE_KINDS } from "@/lib/domain/failure";
import { isolated } from "@/lib/domain/name-text";
import { routes } from "@/lib/routes";
import type { EventFacets } from "@/lib/services/events/count-facets";
import type { EventFiltersInput } from "@/lib/services/events/filters";
import type { FilterOptions } from "@/lib/services/events/list-filter-options";
import { PeriodFilter, readPeriod } from "./period-filter";

interface Choice { value: string; label: string; count?: number | undefined }
type CountFacets = (filters: EventFiltersInput) => Promise<{ ok: true; data: EventFacets } | { ok: false }>;

const STATUSES = ["waiting", "delivered", "failed", "cancelled"] as const;
const CLASSES = ["2xx", "3xx", "4xx", "5xx"];
const MORE = ["response", "failure", "productId", "test", "resent"] as const;

// The form is made anew for every set of filters; the focus goes back to the control that changed them.
let lastUsed: string | null = null;

/** The filters of the list; all of them live in the URL. Each choice tells what it would leave. A change starts from the first page. */
export function EventFilters({ options, filters, countFacets, tools }: { options: FilterOptions; filters: EventFiltersInput; countFacets: CountFacets; tools?: ReactNode }) {
  const t = useTranslations("events");
  const catalogue = useEventTypeWords();
  const format = useFormat();
  const words = useTranslations("events.failure");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const facets = useFacets(filters, countFacets);
  useEffect(() => {
    if (lastUsed) document.getElementById(lastUsed)?.focus();
    lastUsed = null;
  }, []);
  const isMoreUsed = MORE.some((name) => filters[name] !== undefined);
  const [isMoreOpen, setIsMoreOpen] = useState(isMoreUsed);
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    lastUsed = document.activeElement?.id ?? null;
    const { period, from, to, ...entries } = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    router.push(routes.events.list({ ...entries, ...readPeriod({ period, from, to }, filters) }));
  };
  const codes = Object.keys(facets?.response ?? {}).filter((code) => !CLASSES.includes(code)).toSorted();
  const choices: Record<"status" | "productId" | "subscriptionId" | "eventType" | "response" | "failure", Choice[]> = {
    status: STATUSES.map((status) => ({ value: status, label: t(`status.${status}`), count: facets?.status[status] })),
    productId: options.products.map((product) => ({ value: product.id, label: product.name, count: facets?.productId[product.id] })),
    subscriptionId: options.subscriptions.map((s) => ({ value: s.id, label: s.isDeleted ? `${isolated(s.name)} (${t("deleted")})` : s.name, count: facets?.subscriptionId[s.id] })),
    eventType: options.eventTypes.map((type) => ({ value: type, label: catalogue.choice(type), count: facets?.eventType[type] })),
    response: [...CLASSES, ...codes].map((code) => ({ value: code, label: code, count: facets?.response[code] })),
    failure: FAILURE_KINDS.filter((kind) => !facets || facets.failure[kind] || filters.failure === kind).map((kind) => ({ value: kind, label: words(`${kind}.title`, { status: "" }).trim(), count: facets?.failure[kind] })),
  };
  const submit = () => form.current?.requestSubmit();
  // What a link asked for and is not offered is chosen all the same: the next change would drop it unseen.
  for (const [name, list] of Object.entries(choices)) {
    const value = filters[name as keyof typeof choices];
    if (value && !list.some((choice) => choice.value === value)) list.push({ value, label: name === "eventType" ? catalogue.choice(value) : value });
  }
  const select = (name: keyof typeof choices) => (
    <Field label={t(`filters.${name}`)} htmlFor={`filter-${name}`}>
      <Select name={name} defaultValue={filters[name] ?? ""} onChange={submit}>
        <option value="">{t("filters.any")}</option>
        {choices[name].map((choice) => <option key={choice.value} value={choice.value}>{facets ? t("filters.choice", { name: choice.label, count: format.count(choice.count ?? 0) }) : isolated(choice.label)}</option>)}
      </Select>
    </Field>
  );
  const fixed = (name: "test" | "resent", values: string[]) => (
    <Field label={t(`filters.${name}`)} htmlFor={`filter-${name}`}>
      <Select name={name} defaultValue={filters[name] ?? ""} onChange={submit}>
        <option value="">{t(`filters.${name}Any` as never)}</option>
        {values.map((value) => {
          const label = t(`filters.${name}_${value}` as never);
          return <option key={value} value={value}>{facets ? t("filters.choice", { name: label, count: format.count((facets[name] as Record<string, number>)[value] ?? 0) }) : label}</option>;
        })}
      </Select>
    </Field>
  );
  return (
    <form ref={form} role="search" aria-label={t("filters.label")} action={routes.events.list()} onSubmit={apply} className="space-y-3">
      <div className="flex flex-wrap items-end gap-2">
        <Field label={t("filters.search")} htmlFor="filter-search" className="min-w-full flex-1 sm:min-w-56">
          <Input type="search" name="search" maxLength={300} defaultValue={filters.search ?? ""} placeholder={t("filters.searchHint")} />
        </Field>
        <Button type="submit" variant="outline">{t("filters.apply")}</Button>
        {tools}
      </div>
      <div className="grid grid-cols-2 items-start gap-3 lg:grid-cols-4">
        {select("status")}
        {select("subscriptionId")}
        {select("eventType")}
        <PeriodFilter filters={filters} counts={facets?.period} onChange={submit} />
      </div>
      <div hidden={!isMoreOpen} id="more-filters" className={isMoreOpen ? "grid grid-cols-2 items-start gap-3 lg:grid-cols-5" : undefined}>
        {select("productId")}
        {select("response")}
        {select("failure")}
        {fixed("resent", ["yes", "no"])}
        {fixed("test", ["only", "hide"])}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="ghost" size="sm" aria-expanded={isMoreOpen} aria-controls="more-filters" onClick={() => setIsMoreOpen(!isMoreOpen)}><SlidersHorizontal aria-hidden />{t(isMoreOpen ? "filters.less" : "filters.more")}</Button>
        {Object.keys(filters).length > 0 && <Button asChild variant="ghost" size="sm"><Link href={routes.events.list()}>{t("filters.clear")}</Link></Button>}
        <span className="text-xs text-muted-foreground">{t("filters.countsHint")}</span>
      </div>
    </form>
  );
}

/**
 * Counted after the page is there, because nothing waits for it; until then, and when it fails, choices stand without numbers.
 * @param countFacets another function after each fetch of the page, as actions are, so that it counts again with the list
 */
function useFacets(filters: EventFiltersInput, countFacets: CountFacets): EventFacets | null {
  const key = JSON.stringify(filters);
  const [facets, setFacets] = useState<EventFacets | null>(null);
  useEffect(() => {
    let isGone = false;
    countFacets(JSON.parse(key) as EventFiltersInput).then((answer) => { if (!isGone && answer.ok) setFacets(answer.data); }, () => {});
    return () => { isGone = true; };
  }, [key, countFacets]);
  return facets;
}
