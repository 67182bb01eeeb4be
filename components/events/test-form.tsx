"use client";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { TestOptions } from "@/lib/services/events/list-test-options";
import { TestResult, type ReadResult } from "./test-result";

type Send = (input: { subscriptionId: string; eventType: string; data: string }) => Promise<
  { ok: true; data: { eventId: string; deliveryId: string } } | { ok: false; error: { message: string; fix?: string; issues: { path: string; message: string }[] } }>;

/** Where to, what, and the payload to edit; the answer appears beside it. */
export function TestForm({ options, subscriptionId, eventType, send, result }: { options: TestOptions; subscriptionId?: string; eventType?: string; send: Send; result: ReadResult }) {
  const t = useTranslations("test");
  const samples = options.eventTypes.flatMap((type) => type.samples.map((sample) => ({ type: type.name, name: sample.name, data: sample.data })));
  const [target, setTarget] = useState(options.subscriptions.find((s) => s.id === subscriptionId)?.id ?? options.subscriptions[0]!.id);
  const [index, setIndex] = useState(Math.max(0, samples.findIndex((sample) => sample.type === eventType)));
  const [data, setData] = useState(samples[index]?.data ?? "{}");
  const [sent, setSent] = useState<{ eventId: string; deliveryId: string } | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [isPending, startTransition] = useTransition();
  const choose = (next: number) => {
    setIndex(next);
    setData(samples[next]?.data ?? "{}");
  };
  const submit = () => startTransition(async () => {
    setErrors({});
    const answer = await send({ subscriptionId: target, eventType: samples[index]!.type, data });
    if (answer.ok) return setSent(answer.data);
    const atFields = Object.fromEntries(answer.error.issues.map((issue) => [issue.path, issue.message]));
    setErrors(answer.error.issues.length > 0 ? atFields : { data: [answer.error.message, answer.error.fix].filter(Boolean).join(" ") });
  });
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card>
        <CardContent>
          <form className="space-y-4" onSubmit={(event) => { event.preventDefault(); submit(); }}>
            <Field label={t("subscription")} htmlFor="test-subscription" error={errors.subscriptionId} hint={options.subscriptions.find((s) => s.id === target)?.url}>
              <Select value={target} onChange={(event) => setTarget(event.target.value)}>
                {options.subscriptions.map((s) => <option key={s.id} value={s.id}>{s.name}{s.status === "paused" || s.status === "disabled" ? ` (${t(s.status)})` : ""}</option>)}
              </Select>
            </Field>
            <Field label={t("eventType")} htmlFor="test-type" error={errors.eventType}>
              <Select value={index} onChange={(event) => choose(Number(event.target.value))}>
                {samples.map((sample, at) => <option key={at} value={at}>{sample.name === sample.type ? sample.type : `${sample.type}: ${sample.name}`}</option>)}
              </Select>
            </Field>
            <Field label={t("data")} htmlFor="test-data" hint={t("dataHint")} error={errors.data}>
              <Textarea value={data} onChange={(event) => setData(event.target.value)} rows={18} spellCheck={false} className="font-mono text-xs" />
            </Field>
            <div className="flex flex-wrap gap-2">
              <Button type="submit" disabled={isPending}>{isPending ? t("sending") : t("send")}</Button>
              <Button variant="ghost" onClick={() => choose(index)}>{t("reset")}</Button>
            </div>
          </form>
        </CardContent>
      </Card>
      <Card>
        <CardHeader title={t("result.title")} />
        <CardContent aria-live="polite">
          {sent ? <TestResult key={sent.deliveryId} sent={sent} read={result} /> : <p className="text-sm text-muted-foreground">{t("result.idle")}</p>}
        </CardContent>
      </Card>
    </div>
  );
}
