"use client";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { routes } from "@/lib/routes";
import type { FilterOptions } from "@/lib/services/events/list-filter-options";

/** The filters of the list; all of them live in the URL. A change starts from the first page. */
export function EventFilters({ options, filters }: { options: FilterOptions; filters: Record<string, string> }) {
  const t = useTranslations("events");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    router.push(routes.events.list(Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>));
  };
  const choices = {
    status: (["waiting", "delivered", "failed", "cancelled"] as const).map((status) => ({ value: status, label: t(`status.${status}`) })),
    product: options.products.map((product) => ({ value: product.id, label: product.name })),
    subscription: options.subscriptions.map((s) => ({ value: s.id, label: s.isDeleted ? `${s.name} (${t("deleted")})` : s.name })),
    eventType: options.eventTypes.map((type) => ({ value: type, label: type })),
  };
  const select = (label: keyof typeof choices, name: string) => (
    <Field label={t(`filters.${label}`)} htmlFor={`filter-${name}`}>
      <Select name={name} defaultValue={filters[name] ?? ""} onChange={() => form.current?.requestSubmit()}>
        <option value="">{t("filters.any")}</option>
        {choices[label].map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
      </Select>
    </Field>
  );
  return (
    <form ref={form} role="search" aria-label={t("filters.label")} action={routes.events.list()} onSubmit={submit} className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-6">
      {select("status", "status")}
      {select("product", "productId")}
      {select("subscription", "subscriptionId")}
      {select("eventType", "eventType")}
      <Field label={t("filters.period")} htmlFor="filter-period">
        <Select name={filters.day ? "day" : "period"} defaultValue={filters.day ?? filters.period ?? ""} onChange={(event) => {
          event.currentTarget.name = /^\d{4}-/.test(event.currentTarget.value) ? "day" : "period";
          form.current?.requestSubmit();
        }}>
          <option value="">{t("filters.period60d")}</option>
          <option value="7d">{t("filters.period7d")}</option>
          <option value="24h">{t("filters.period24h")}</option>
          {filters.day && <option value={filters.day}>{t("filters.day", { day: filters.day })}</option>}
        </Select>
      </Field>
      <Field label={t("filters.test")} htmlFor="filter-test">
        <Select name="test" defaultValue={filters.test ?? ""} onChange={() => form.current?.requestSubmit()}>
          <option value="">{t("filters.testAll")}</option><option value="only">{t("filters.testOnly")}</option><option value="hide">{t("filters.testHide")}</option>
        </Select>
      </Field>
      <div className="col-span-full flex flex-wrap items-end gap-2">
        <Field label={t("filters.search")} htmlFor="filter-search" className="min-w-56 flex-1">
          <Input type="search" name="search" maxLength={300} defaultValue={filters.search ?? ""} placeholder={t("filters.searchHint")} />
        </Field>
        <Button type="submit" variant="outline">{t("filters.apply")}</Button>
        {Object.keys(filters).length > 0 && <Button asChild variant="ghost"><Link href={routes.events.list()}>{t("filters.clear")}</Link></Button>}
      </div>
    </form>
  );
}
