"use client";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { toast } from "@/components/toast";
import { FieldsFor } from "@/components/access";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { updateWorkspaceAction } from "../actions";
import { useActionForm } from "@/components/use-action-form";

interface Workspace { name: string; discoversProducts: boolean; acceptsUnknownTypes: boolean }
type SwitchName = "discoversProducts" | "acceptsUnknownTypes";

/** The workspace's name, saved by its button, and its switches, saved as they are turned. */
export function WorkspaceForm({ workspace }: { workspace: Workspace }) {
  const t = useTranslations("settings.workspace");
  const { run, issue, isPending } = useActionForm();
  const saved = () => toast.success(t("saved"));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    run(() => updateWorkspaceAction({ name: String(form.get("name")) }), saved);
  };
  const row = (name: SwitchName, label: string, hint: string) => (
    <div className="flex items-start justify-between gap-6 border-t border-border py-3.5">
      <div className="min-w-0">
        <Label htmlFor={name} className="text-sm">{label}</Label>
        <p id={`${name}-hint`} className="text-[13px] leading-5 text-pretty text-muted-foreground">{hint}</p>
      </div>
      <Switch id={name} aria-describedby={`${name}-hint`} checked={workspace[name]} disabled={isPending} onCheckedChange={(isOn) => run(() => updateWorkspaceAction({ [name]: isOn }), saved)} />
    </div>
  );
  return (
    <Card>
      <CardHeader title={t("title")} description={t("description")} />
      <CardContent className="pb-1">
        <FieldsFor permission="workspace.update">
        <form onSubmit={submit} noValidate className="flex flex-wrap items-end gap-3 pb-4">
          <Field label={t("name")} htmlFor="workspace-name" error={issue("name")} className="max-w-sm flex-1"><Input name="name" defaultValue={workspace.name} maxLength={100} /></Field>
          <Button type="submit" variant="outline" disabled={isPending}>{t("save")}</Button>
        </form>
        {row("discoversProducts", t("discovers"), t("discoversHint"))}
        {row("acceptsUnknownTypes", t("acceptsTypes"), t("acceptsTypesHint"))}
        </FieldsFor>
      </CardContent>
    </Card>
  );
}
