"use client";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SUBSCRIPTION_LIMITS } from "@/lib/domain/subscription";
import type { Issues, SetDraft, SubscriptionDraft } from "./draft";

/** Headers of the subscription's own, such as a key that the receiver asks for. Stored values are never shown again. */
export function HeadersEditor({ draft, set, issue }: { draft: SubscriptionDraft; set: SetDraft; issue: Issues }) {
  const t = useTranslations("subscriptions.form.headers");
  const { headers } = draft;
  const change = (index: number, more: Partial<(typeof headers)[number]>) => set({ headers: headers.map((header, at) => (at === index ? { ...header, ...more } : header)) });
  return (
    <fieldset className="min-w-0 space-y-3">
      <legend className="text-sm font-medium">{t("title")}</legend>
      <p className="text-xs leading-4 text-muted-foreground">{t("hint", { max: SUBSCRIPTION_LIMITS.headers })}</p>
      {issue("headers") && <p role="alert" data-issue className="text-xs font-medium text-danger">{issue("headers")}</p>}
      {headers.map((header, index) => (
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto]">
          <Field label={t("name", { number: index + 1 })} htmlFor={`header-name-${index}`} error={issue(`headers.${index}.name`)} className="col-start-1">
            <Input value={header.name} onChange={(event) => change(index, { name: event.target.value, isStored: false })} placeholder="X-Api-Key" spellCheck={false} autoComplete="off" className="font-mono text-[13px]" />
          </Field>
          <Field label={t("value", { number: index + 1 })} htmlFor={`header-value-${index}`} error={issue(`headers.${index}.value`)} className="col-start-1 sm:col-start-auto">
            <Input value={header.value} onChange={(event) => change(index, { value: event.target.value })} placeholder={header.isStored ? t("stored") : undefined} spellCheck={false} autoComplete="off" className="font-mono text-[13px]" />
          </Field>
          <Button variant="ghost" size="icon" aria-label={t("remove", { number: index + 1 })} onClick={() => set({ headers: headers.filter((_, at) => at !== index) })} className="col-start-2 row-start-1 mt-6.5 sm:col-start-auto sm:row-start-auto"><Trash2 aria-hidden /></Button>
        </div>
      ))}
      {headers.length < SUBSCRIPTION_LIMITS.headers && <Button variant="outline" size="sm" onClick={() => set({ headers: [...headers, { name: "", value: "", isStored: false }] })}><Plus aria-hidden />{t("add")}</Button>}
    </fieldset>
  );
}
