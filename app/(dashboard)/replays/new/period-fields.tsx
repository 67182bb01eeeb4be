"use client";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

export interface Period { from: string | undefined; to: string | undefined }

const HOUR_MS = 3_600_000;
const QUICK = { "1h": HOUR_MS, "24h": 24 * HOUR_MS, "7d": 168 * HOUR_MS, "60d": null } as const;

/** From and until, absolute, in the reader's own time zone, which is said. */
export function PeriodFields({ value, error, onChange }: { value: Period; error: string | undefined; onChange: (value: Period) => void }) {
  const t = useTranslations("replays.form");
  // The zone is the browser's; the server does not know it.
  const [zone, setZone] = useState<string | null>(null);
  useEffect(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  const shown = (iso: string | undefined) => (zone && iso ? toLocal(iso) : "");
  const read = (text: string) => (text ? new Date(text).toISOString() : undefined);
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-2">
        {(Object.keys(QUICK) as (keyof typeof QUICK)[]).map((name) => (
          <Button key={name} variant="outline" size="sm" onClick={() => onChange({ from: QUICK[name] === null ? undefined : new Date(Date.now() - QUICK[name]).toISOString(), to: undefined })}>{t(`last.${name}`)}</Button>
        ))}
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("from")} htmlFor="replay-from" hint={t("fromHint")}><Input type="datetime-local" step={1} value={shown(value.from)} onChange={(event) => onChange({ ...value, from: read(event.target.value) })} /></Field>
        <Field label={t("until")} htmlFor="replay-to" hint={t("untilHint")} error={error}><Input type="datetime-local" step={1} value={shown(value.to)} onChange={(event) => onChange({ ...value, to: read(event.target.value) })} /></Field>
      </div>
      <p className="text-xs text-muted-foreground">{t("zone", { zone: zone ?? "" })}</p>
    </div>
  );
}

function toLocal(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
