"use client";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { SUBSCRIPTION_FORMATS, SUBSCRIPTION_LIMITS } from "@/lib/domain/subscription";
import type { Issues, SetDraft, SubscriptionDraft } from "./draft";
import { HeadersEditor } from "./headers-editor";
import { RetryFields } from "./retry-fields";

const { timeoutMs, maxInFlight, ratePerSec } = SUBSCRIPTION_LIMITS;

/** How it is sent: format, headers, and how patiently. */
export function DeliveryFields({ draft, set, issue, hasHottok }: { draft: SubscriptionDraft; set: SetDraft; issue: Issues; hasHottok: boolean }) {
  const t = useTranslations("subscriptions.form");
  return (
    <div className="space-y-5">
      <Field label={t("format")} htmlFor="subscription-format" hint={t(`formats.${draft.format}.hint`)} error={issue("format")} className="max-w-md">
        <Select value={draft.format} onChange={(event) => set({ format: event.target.value as SubscriptionDraft["format"] })}>
          {SUBSCRIPTION_FORMATS.map((format) => <option key={format} value={format}>{t(`formats.${format}.name`)}</option>)}
        </Select>
      </Field>
      <div className="space-y-3">
        <div className="flex items-start gap-3">
          <Switch id="hotmart" checked={draft.hotmartCompatible} onCheckedChange={(hotmartCompatible) => set({ hotmartCompatible })} aria-describedby="hotmart-hint" />
          <div className="min-w-0">
            <Label htmlFor="hotmart" className="block cursor-pointer">{t("hotmart")}</Label>
            <p id="hotmart-hint" className="text-xs leading-4 text-muted-foreground">{t("hotmartHint")}</p>
          </div>
        </div>
        {draft.hotmartCompatible && (
          <Field label={t("hottok")} htmlFor="hottok" hint={hasHottok ? t("hottokKept") : t("hottokHint")} error={issue("hottok")} className="max-w-md">
            <Input value={draft.hottok} onChange={(event) => set({ hottok: event.target.value })} spellCheck={false} autoComplete="off" maxLength={SUBSCRIPTION_LIMITS.hottokLength} className="font-mono text-[13px]" />
          </Field>
        )}
      </div>
      <HeadersEditor draft={draft} set={set} issue={issue} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("timeout")} htmlFor="timeout" hint={t("timeoutHint")} error={issue("timeoutMs")}>
          <Input type="number" inputMode="decimal" min={timeoutMs.min / 1_000} max={timeoutMs.max / 1_000} step="any" value={draft.timeoutSec} onChange={(event) => set({ timeoutSec: event.target.value })} />
        </Field>
        <Field label={t("inFlight")} htmlFor="in-flight" hint={t("inFlightHint")} error={issue("maxInFlight")}>
          <Input type="number" inputMode="numeric" min={maxInFlight.min} max={maxInFlight.max} value={draft.maxInFlight} onChange={(event) => set({ maxInFlight: event.target.value })} />
        </Field>
        <Field label={t("rate")} htmlFor="rate" hint={t("rateHint")} error={issue("ratePerSec")}>
          <Input type="number" inputMode="numeric" min={ratePerSec.min} max={ratePerSec.max} value={draft.ratePerSec} placeholder={t("rateNone")} onChange={(event) => set({ ratePerSec: event.target.value })} />
        </Field>
      </div>
      <RetryFields draft={draft} set={set} issue={issue} />
    </div>
  );
}
