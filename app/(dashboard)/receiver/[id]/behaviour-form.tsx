"use client";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { toast } from "sonner";
import { useActionForm } from "@/app/(dashboard)/settings/use-action-form";
import { FieldsFor } from "@/components/access";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { ReceiverBehaviour } from "@/lib/domain/receiver-behaviour";
import { updateBehaviourAction } from "../actions";

const MODES = ["answer", "random", "hang", "reset", "redirect"] as const satisfies readonly ReceiverBehaviour["mode"][];

/** What a person types, of all modes at once, so that switching forth and back loses nothing. */
interface Draft { mode: ReceiverBehaviour["mode"]; status: string; delaySec: string; body: string; sharePercent: string; failStatus: string; location: string }

/** Tells the receiver how to answer. */
export function BehaviourForm({ receiverId, behaviour }: { receiverId: string; behaviour: ReceiverBehaviour }) {
  const t = useTranslations("receiver.behaviour");
  const { run, issue, isPending } = useActionForm();
  const [draft, setDraft] = useState(() => toDraft(behaviour));
  const input = (name: Exclude<keyof Draft, "mode">) => ({ value: draft[name], onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(() => updateBehaviourAction({ receiverId, behaviour: toBehaviour(draft) }), () => toast.success(t("saved")));
  };
  return (
    <Card>
      <CardHeader title={t("title")} description={t("description")} />
      <CardContent>
        <FieldsFor permission="receiver.write"><form onSubmit={submit} noValidate className="grid grid-cols-2 gap-4">
          <Field label={t("mode")} htmlFor="mode" hint={t(`hint.${draft.mode}`)} error={issue("behaviour.mode")} className="col-span-2">
            <Select value={draft.mode} onChange={(event) => setDraft({ ...draft, mode: event.target.value as Draft["mode"] })}>
              {MODES.map((mode) => <option key={mode} value={mode}>{t(`modes.${mode}`)}</option>)}
            </Select>
          </Field>
          {draft.mode === "answer" && (
            <>
              <Field label={t("status")} htmlFor="status" error={issue("behaviour.status")}><Input type="number" min={200} max={599} {...input("status")} /></Field>
              <Field label={t("delay")} htmlFor="delay" error={issue("behaviour.delayMs")}><Input type="number" min={0} max={30} step="any" {...input("delaySec")} /></Field>
              <Field label={t("body")} htmlFor="answer-body" error={issue("behaviour.body")} className="col-span-2"><Input maxLength={10_000} {...input("body")} /></Field>
            </>
          )}
          {draft.mode === "random" && (
            <>
              <Field label={t("share")} htmlFor="share" error={issue("behaviour.failShare")}><Input type="number" min={0} max={100} {...input("sharePercent")} /></Field>
              <Field label={t("failStatus")} htmlFor="fail-status" error={issue("behaviour.status")}><Input type="number" min={200} max={599} {...input("failStatus")} /></Field>
            </>
          )}
          {draft.mode === "redirect" && (
            <Field label={t("location")} htmlFor="location" hint={t("locationHint")} error={issue("behaviour.location")} className="col-span-2"><Input type="url" placeholder="https://" {...input("location")} /></Field>
          )}
          <div className="col-span-2"><Button type="submit" disabled={isPending}>{t("save")}</Button></div>
        </form></FieldsFor>
      </CardContent>
    </Card>
  );
}

function toDraft(behaviour: ReceiverBehaviour): Draft {
  const draft: Draft = { mode: behaviour.mode, status: "200", delaySec: "0", body: "", sharePercent: "30", failStatus: "500", location: "" };
  if (behaviour.mode === "answer") Object.assign(draft, { status: String(behaviour.status), delaySec: String(behaviour.delayMs / 1000), body: behaviour.body ?? "" });
  if (behaviour.mode === "random") Object.assign(draft, { sharePercent: String(Math.round(behaviour.failShare * 100)), failStatus: String(behaviour.status) });
  if (behaviour.mode === "redirect") draft.location = behaviour.location;
  return draft;
}

function toBehaviour(draft: Draft): ReceiverBehaviour {
  switch (draft.mode) {
    case "answer": return { mode: "answer", status: Number(draft.status), delayMs: Math.round(Number(draft.delaySec) * 1000), body: draft.body || undefined };
    case "random": return { mode: "random", failShare: Number(draft.sharePercent) / 100, status: Number(draft.failStatus) };
    case "redirect": return { mode: "redirect", location: draft.location.trim() };
    case "hang":
    case "reset": return { mode: draft.mode };
  }
}
