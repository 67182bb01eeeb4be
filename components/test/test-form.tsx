"use client";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, useTransition } from "react";
import { useEventTypeWords } from "@/components/own-event-types";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { isolated } from "@/lib/domain/name-text";
import type { TestOptions } from "@/lib/services/events/list-test-options";
import { JsonEditor } from "./json-editor";
import { RemoveBookmark, type Remove } from "./remove-bookmark";
import { TestResult, type ReadResult, type Resend, type SentTest } from "./test-result";

type Send = (input: { subscriptionId: string; eventType: string; data: string }) => Promise<
  { ok: true; data: { eventId: string; deliveryId: string } } | { ok: false; error: { message: string; fix?: string; issues: { path: string; message: string }[] } }>;

/** Where to, what, and the payload to edit; the answers appear beside it, the latest open. */
export function TestForm({ options, subscriptionId, eventType, sample, send, result, resend, removeBookmark }: {
  options: TestOptions; subscriptionId?: string; eventType?: string; sample?: string; send: Send; result: ReadResult; resend: Resend; removeBookmark: Remove;
}) {
  const t = useTranslations("test");
  const words = useEventTypeWords();
  const { subscriptions, eventTypes } = options;
  const [targetId, setTargetId] = useState(subscriptions.find((s) => s.id === subscriptionId)?.id ?? subscriptions[0]!.id);
  const [typeName, setTypeName] = useState((eventTypes.find((type) => type.samples.some((one) => one.id === sample)) ?? eventTypes.find((type) => type.name === eventType) ?? eventTypes[0]!).name);
  const type = eventTypes.find(({ name }) => name === typeName) ?? eventTypes[0]!;
  const [sampleId, setSampleId] = useState((type.samples.find((one) => one.id === sample) ?? type.samples[0]!).id);
  // One that was removed meanwhile makes room for the first.
  const chosen = type.samples.find((one) => one.id === sampleId) ?? type.samples[0]!;
  const [data, setData] = useState(chosen.data);
  const [sent, setSent] = useState<SentTest[]>([]);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [isPending, startTransition] = useTransition();
  const results = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Beside the form they are seen already; on a phone they stand below it.
    if (sent.length > 0 && !window.matchMedia("(min-width: 64rem)").matches) results.current?.scrollIntoView({ block: "start" });
  }, [sent.length]);
  const target = subscriptions.find((s) => s.id === targetId)!;
  const choose = (of: TestOptions["eventTypes"][number], id: string) => {
    setTypeName(of.name);
    setSampleId(id);
    setData(of.samples.find((one) => one.id === id)!.data);
    setErrors({});
  };
  const submit = () => startTransition(async () => {
    setErrors({});
    const answer = await send({ subscriptionId: targetId, eventType: type.name, data }).catch(() => null);
    if (!answer) return setErrors({ form: t("result.offline") });
    if (answer.ok) return setSent((all) => [{ ...answer.data, eventType: type.name, subscription: target.name, at: new Date() }, ...all].slice(0, 20));
    const atFields = Object.fromEntries(answer.error.issues.map((issue) => [issue.path, issue.message]));
    setErrors(answer.error.issues.length > 0 ? atFields : { form: [answer.error.message, answer.error.fix].filter(Boolean).join(" ") });
  });
  const groups = [...new Set(eventTypes.map(({ group }) => group))];
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card>
        <CardContent>
          <form className="space-y-4" onSubmit={(event) => { event.preventDefault(); submit(); }}>
            <Field label={t("subscription")} htmlFor="test-subscription" error={errors.subscriptionId} hint={<span className="break-all">{target.url}</span>}>
              <Select value={targetId} onChange={(event) => setTargetId(event.target.value)}>
                {subscriptions.map((s) => <option key={s.id} value={s.id}>{isolated(s.name)}{s.status === "paused" || s.status === "disabled" ? ` (${t(s.status)})` : ""}</option>)}
              </Select>
            </Field>
            <div className="grid gap-4 sm:grid-cols-2">
              <Field label={t("eventType")} htmlFor="test-type" error={errors.eventType}>
                <Select value={type.name} onChange={(event) => { const next = eventTypes.find(({ name }) => name === event.target.value)!; choose(next, next.samples[0]!.id); }}>
                  {groups.map((group) => (
                    <optgroup key={group} label={t(`groups.${group}`)}>
                      {eventTypes.filter((one) => one.group === group).map(({ name }) => <option key={name} value={name}>{words.choice(name)}</option>)}
                    </optgroup>
                  ))}
                </Select>
              </Field>
              <Field label={t("sample")} htmlFor="test-sample">
                <Select value={chosen.id} onChange={(event) => choose(type, event.target.value)}>
                  <optgroup label={t("samples")}>{type.samples.filter((one) => !one.isBookmark).map((one) => <option key={one.id} value={one.id}>{words.sample(one.name)}</option>)}</optgroup>
                  {type.samples.some((one) => one.isBookmark) && <optgroup label={t("bookmarks")}>{type.samples.filter((one) => one.isBookmark).map((one) => <option key={one.id} value={one.id}>{isolated(one.name)}</option>)}</optgroup>}
                </Select>
              </Field>
            </div>
            <JsonEditor id="test-data" label={t("data")} hint={t("dataHint")} value={data} error={errors.data} onChange={setData} onSubmit={submit} />
            {errors.form && <p role="alert" className="text-sm font-medium text-danger">{errors.form}</p>}
            <div className="flex flex-wrap gap-2">
              <Button type="submit" disabled={isPending}>{isPending ? t("sending") : t("send")}</Button>
              <Button variant="ghost" onClick={() => choose(type, chosen.id)}>{t("reset")}</Button>
              {chosen.isBookmark && <RemoveBookmark bookmark={chosen} remove={removeBookmark} />}
            </div>
          </form>
        </CardContent>
      </Card>
      <div ref={results} className="min-w-0 scroll-mt-16"><Card>
        <CardHeader title={t("result.title")} description={sent.length > 1 ? t("result.several", { count: sent.length }) : undefined} />
        {sent.length === 0
          ? <CardContent><p className="text-sm text-muted-foreground">{t("result.idle")}</p></CardContent>
          : sent.map((one, index) => <TestResult key={one.deliveryId} sent={one} isOpen={index === 0} read={result} resend={resend} />)}
      </Card></div>
    </div>
  );
}
