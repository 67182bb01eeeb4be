"use client";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { useActionForm } from "@/components/use-action-form";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { openWorkspaceAfresh } from "@/components/workspaces/workspaces";
import { createWorkspaceAction } from "../actions";

/** A name, and one is in the new workspace. */
export function NewWorkspaceForm() {
  const t = useTranslations("workspaces.new");
  const { run, issue, isPending } = useActionForm();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name"));
    run(() => createWorkspaceAction({ name }), openWorkspaceAfresh);
  };
  return (
    <Card>
      <CardContent>
        <form onSubmit={submit} noValidate className="space-y-4">
          <Field label={t("name")} hint={t("nameHint")} htmlFor="new-workspace-name" error={issue("name")}><Input name="name" autoComplete="organization" maxLength={100} autoFocus /></Field>
          <Button type="submit" disabled={isPending}>{t("submit")}</Button>
        </form>
      </CardContent>
    </Card>
  );
}
