"use client";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { toast } from "@/components/toast";
import { useActionForm } from "@/components/use-action-form";
import { FieldsFor, IfMay } from "@/components/access";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { DEFAULT_BEHAVIOUR, type ReceiverBehaviour } from "@/lib/domain/receiver-behaviour";
import { updateBehaviourAction } from "../actions";
import { MODES, toBehaviour, toDraft, type Draft } from "./behaviour-draft";

const BROKEN: ReceiverBehaviour = { mode: "answer", status: 500, delayMs: 0 };

/** Tells the receiver how to answer; breaking and repairing it take one click. */
export function BehaviourForm({ receiverId, behaviour }: { receiverId: string; behaviour: ReceiverBehaviour }) {
  const t = useTranslations("receiver.behaviour");
  const { run, issue, isPending } = useActionForm();
  const [draft, setDraft] = useState(() => toDraft(behaviour));
  const isWell = behaviour.mode === "answer" && behaviour.status < 300;
  const save = (next: ReceiverBehaviour, onSaved: () => void) => run(() => updateBehaviourAction({ receiverId, behaviour: next }), onSaved);
  const apply = (next: ReceiverBehaviour, said: string) => save(next, () => { setDraft(toDraft(next)); toast.success(said); });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // What is typed while it is saved stays.
    save(toBehaviour(draft), () => toast.success(t("saved")));
  };
  const field = (name: Exclude<keyof Draft, "mode">, label: string, path: string, input: { type?: string; min?: number; max?: number; step?: string; maxLength?: number; placeholder?: string; inputMode?: "numeric" }, hint?: string, isWide = false) => (
    <Field label={label} htmlFor={`behaviour-${name}`} hint={hint} error={issue(`behaviour.${path}`)} className={isWide ? "col-span-2" : undefined}>
      <Input {...input} value={draft[name]} onChange={(event) => setDraft({ ...draft, [name]: event.target.value })} />
    </Field>
  );
  const number = { type: "number" } as const;
  const share = field("sharePercent", t("share"), "failShare", { ...number, min: 0, max: 100 }, t("shareHint"));
  const quick = (
    <IfMay permission="receiver.write">
      {isWell
        ? <Button variant="outline" size="sm" disabled={isPending} title={t("breakHint")} onClick={() => apply(BROKEN, t("broken"))}>{t("break")}</Button>
        : <Button size="sm" disabled={isPending} title={t("repairHint")} onClick={() => apply(DEFAULT_BEHAVIOUR, t("repaired"))}>{t("repair")}</Button>}
    </IfMay>
  );
  return (
    <Card>
      <CardHeader title={t("title")} description={t("description")} actions={quick} />
      <CardContent>
        <FieldsFor permission="receiver.write">
          <form onSubmit={submit} noValidate className="grid grid-cols-2 gap-4">
            <Field label={t("mode")} htmlFor="mode" hint={t(`hint.${draft.mode}`)} error={issue("behaviour.mode")} className="col-span-2">
              <Select value={draft.mode} onChange={(event) => setDraft({ ...draft, mode: event.target.value as Draft["mode"] })}>
                {MODES.map((mode) => <option key={mode} value={mode}>{t(`modes.${mode}`)}</option>)}
              </Select>
            </Field>
            {draft.mode === "answer" && <>{field("status", t("status"), "status", { ...number, min: 200, max: 599 })}{field("delaySec", t("delay"), "delayMs", { ...number, min: 0, max: 30, step: "any" })}{field("body", t("body"), "body", { maxLength: 10_000 }, undefined, true)}</>}
            {draft.mode === "random" && field("failStatus", t("failStatus"), "status", { ...number, min: 200, max: 599 })}
            {draft.mode === "redirect" && field("location", t("location"), "location", { type: "url", placeholder: "https://" }, t("locationHint"), true)}
            {draft.mode === "drip" && field("durationSec", t("duration"), "durationMs", { ...number, min: 1, max: 60 })}
            {draft.mode === "oversized" && field("megabytes", t("megabytes"), "megabytes", { ...number, min: 1, max: 50 })}
            {draft.mode !== "answer" && share}
            <div className="col-span-2"><Button type="submit" disabled={isPending}>{t("save")}</Button></div>
          </form>
        </FieldsFor>
      </CardContent>
    </Card>
  );
}
