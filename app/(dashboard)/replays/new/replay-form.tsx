"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, type FormEvent, type ReactNode } from "react";
import { useActionForm } from "@/components/use-action-form";
import { useFailureWords } from "@/components/events/failure-words";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { FAILURE_KINDS } from "@/lib/domain/failure";
import { isolated } from "@/lib/domain/name-text";
import { REPLAY_INCLUDES, REPLAY_RATE } from "@/lib/domain/replay";
import { useEventTypeWords } from "@/components/own-event-types";
import { routes } from "@/lib/routes";
import type { FilterOptions } from "@/lib/services/events/list-filter-options";
import type { PlanReplayInput } from "@/lib/services/replays/plan";
import { planReplayAction } from "../actions";
import { CheckList } from "./check-list";
import { PeriodFields } from "./period-fields";

/** Chooses what a replay sends, to whom and how; ends in its plan. */
export function ReplayForm({ options, initial }: { options: FilterOptions; initial: PlanReplayInput }) {
  const t = useTranslations("replays");
  const catalogue = useEventTypeWords();
  const failure = useFailureWords();
  const router = useRouter();
  const { run, issue, isPending } = useActionForm();
  const [input, setInput] = useState<PlanReplayInput>({ ratePerSec: REPLAY_RATE.default, keepOrder: false, retries: false, ...initial });
  const set = (change: PlanReplayInput) => setInput((before) => ({ ...before, ...change }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(() => planReplayAction(input), ({ id }) => router.push(routes.replays.detail(id)));
  };
  const field = (name: "response" | "search", hint: string) => (
    <Field label={t(`form.${name}`)} htmlFor={`replay-${name}`} error={issue(name)}><Input value={input[name] ?? ""} placeholder={hint} maxLength={300} autoComplete="off" onChange={(event) => set({ [name]: event.target.value || undefined })} /></Field>
  );
  return (
    <form onSubmit={submit} noValidate className="max-w-3xl space-y-6">
      <Section title={t("form.to")} description={t("form.toHint")}>
        <CheckList label={<span className="sr-only">{t("form.to")}</span>} chosen={input.subscriptionIds ?? []} onChange={(subscriptionIds) => set({ subscriptionIds })}
          options={options.subscriptions.map((one) => ({ value: one.id, label: one.name, ...(one.status === "active" ? {} : { hint: t("form.held", { status: t(`plan.heldStatus.${one.status as "paused"}`) }) }) }))} />
      </Section>
      <Section title={t("form.period")}>
        <PeriodFields value={{ from: input.from, to: input.to }} error={issue("to")} onChange={({ from, to }) => set({ from, to })} />
      </Section>
      <Section title={t("form.what")}>
        <div className="space-y-5">
          <CheckList label={<span className="sr-only">{t("form.what")}</span>} chosen={input.include ?? []} onChange={(include) => set({ include })}
            options={REPLAY_INCLUDES.map((value) => ({ value, label: t(`include.${value}`), hint: t(`includeHint.${value}`) }))} />
          {issue("include") && <p role="alert" className="text-xs font-medium text-danger">{t("form.whatMissing")}</p>}
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label={t("form.product")} htmlFor="replay-product"><Select value={input.productId ?? ""} onChange={(event) => set({ productId: event.target.value || undefined })}><option value="">{t("form.any")}</option>{options.products.map((one) => <option key={one.id} value={one.id}>{isolated(one.name)}</option>)}</Select></Field>
            <Field label={t("form.eventType")} htmlFor="replay-type"><Select value={input.eventType ?? ""} onChange={(event) => set({ eventType: event.target.value || undefined })}><option value="">{t("form.any")}</option>{options.eventTypes.map((type) => <option key={type} value={type}>{catalogue.choice(type)}</option>)}</Select></Field>
            {field("response", t("form.responseHint"))}
            <Field label={t("form.failure")} htmlFor="replay-failure"><Select value={input.failure ?? ""} onChange={(event) => set({ failure: FAILURE_KINDS.find((kind) => kind === event.target.value) })}><option value="">{t("form.any")}</option>{FAILURE_KINDS.map((kind) => <option key={kind} value={kind}>{failure(kind, null).short.trim()}</option>)}</Select></Field>
            {field("search", t("form.searchHint"))}
            <Field label={t("form.resentBefore")} htmlFor="replay-resent"><Select value={input.resent ?? ""} onChange={(event) => set({ resent: event.target.value === "" ? undefined : (event.target.value as "yes") })}><option value="">{t("form.any")}</option><option value="yes">{t("form.resent", { resent: "yes" })}</option><option value="no">{t("form.resent", { resent: "no" })}</option></Select></Field>
            <Field label={t("form.test")} htmlFor="replay-test"><Select value={input.test} onChange={(event) => set({ test: event.target.value as "hide" })}><option value="hide">{t("form.testHide")}</option><option value="all">{t("form.testAll")}</option><option value="only">{t("form.testOnly")}</option></Select></Field>
          </div>
        </div>
      </Section>
      <Section title={t("form.how")}>
        <div className="space-y-5">
          <Field label={t("form.rate")} htmlFor="replay-rate" hint={t("form.rateHint", REPLAY_RATE)} error={issue("ratePerSec")} className="max-w-56">
            <Input type="number" inputMode="numeric" min={REPLAY_RATE.min} max={REPLAY_RATE.max} value={input.ratePerSec || ""} onChange={(event) => set({ ratePerSec: event.target.valueAsNumber || 0 })} />
          </Field>
          <Choice id="replay-order" label={t("form.keepOrder")} hint={t("form.keepOrderHint")} checked={input.keepOrder} onChange={(keepOrder) => set({ keepOrder })} />
          <Choice id="replay-retries" label={t("form.retries")} hint={t("form.retriesHint")} checked={input.retries} onChange={(retries) => set({ retries })} />
        </div>
      </Section>
      <div className="flex justify-end"><Button type="submit" disabled={isPending}>{t("form.plan")}</Button></div>
    </form>
  );
}

function Section({ title, description, children }: { title: string; description?: string; children: ReactNode }) {
  return <Card><CardHeader title={title} description={description} /><CardContent>{children}</CardContent></Card>;
}

function Choice({ id, label, hint, checked, onChange }: { id: string; label: string; hint: string; checked: boolean | undefined; onChange: (checked: boolean) => void }) {
  return (
    <div className="flex items-start gap-3">
      <Switch id={id} checked={checked} onCheckedChange={onChange} aria-describedby={`${id}-hint`} />
      <div className="min-w-0"><Label htmlFor={id}>{label}</Label><p id={`${id}-hint`} className="text-xs leading-4 text-muted-foreground">{hint}</p></div>
    </div>
  );
}
