"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Timestamp } from "@/components/timestamp";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useFormat } from "@/components/use-format";
import type { RouteQuery } from "@/lib/routes";
import type { EventFacets } from "@/lib/services/events/count-facets";
import type { EventFiltersInput } from "@/lib/services/events/filters";

const LENGTH_MS = { "24h": 86_400_000, "7d": 7 * 86_400_000 } as const;

/** Which times the list covers: until now, a day, or between two absolute times in the reader's own zone. */
export function PeriodFilter({ filters, counts, onChange }: { filters: EventFiltersInput; counts: EventFacets["period"] | undefined; onChange: () => void }) {
  const t = useTranslations("events.filters");
  const format = useFormat();
  const isBetween = filters.from !== undefined || filters.to !== undefined;
  const [value, setValue] = useState(isBetween ? "between" : filters.day ? "day" : (filters.period ?? ""));
  const [isEditing, setIsEditing] = useState(false);
  const [now] = useState(() => Date.now());
  const choose = (next: string) => {
    setValue(next);
    if (next !== "between") setTimeout(onChange);
  };
  const length = value === "24h" || value === "7d" ? LENGTH_MS[value] : null;
  return (
    <div className="space-y-1.5">
      <Field
        label={t("period")} htmlFor="filter-period"
        hint={length ? <>{t("since")} <Timestamp at={new Date(now - length)} format="short" /></> : value === "between" && isBetween ? <Between filters={filters} /> : undefined}
      >
        <Select name="period" value={value} onChange={(event) => choose(event.target.value)}>
          {(["60d", "7d", "24h"] as const).map((period) => (
            <option key={period} value={period === "60d" ? "" : period}>{counts ? t("choice", { name: t(`period${period}`), count: format.count(counts[period]) }) : t(`period${period}`)}</option>
          ))}
          {filters.day && <option value="day">{t("day", { day: format.day(filters.day) })}</option>}
          <option value="between">{t("between")}</option>
        </Select>
      </Field>
      {value === "between" && isBetween && !isEditing && (
        <>
          <input type="hidden" name="from" value={filters.from ?? ""} /><input type="hidden" name="to" value={filters.to ?? ""} />
          <Button size="sm" variant="outline" onClick={() => setIsEditing(true)}>{t("change")}</Button>
        </>
      )}
      {value === "between" && (!isBetween || isEditing) && (
        <div className="space-y-1.5">
          <Input type="datetime-local" name="from" aria-label={t("from")} defaultValue={localText(filters.from)} />
          <Input type="datetime-local" name="to" aria-label={t("to")} defaultValue={localText(filters.to)} />
          <Button type="submit" size="sm" variant="outline">{t("show")}</Button>
        </div>
      )}
    </div>
  );
}

function Between({ filters: { from, to } }: { filters: EventFiltersInput }) {
  return <>{from ? <Timestamp at={from} format="short" /> : "…"} – {to ? <Timestamp at={to} format="short" /> : "…"}</>;
}

/** What the period's fields of the form mean in the URL. */
export function readPeriod(fields: { period?: string | undefined; from?: string | undefined; to?: string | undefined }, before: EventFiltersInput): RouteQuery {
  if (fields.period === "day") return { day: before.day };
  if (fields.period !== "between") return { period: fields.period };
  const exact = (text: string | undefined) => (text && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : undefined);
  return { from: exact(fields.from), to: exact(fields.to) };
}

/** As datetime-local inputs take it: local, without a zone. */
function localText(iso: string | undefined): string | undefined {
  if (!iso) return undefined;
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
