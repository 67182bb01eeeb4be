"use client";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { changePasswordAction } from "../actions";
import { useActionForm } from "@/components/use-action-form";

/** A new password; this browser stays signed in, all others do not. */
export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("settings.password");
  const { run, issue, isPending } = useActionForm();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const input = { currentPassword: String(form.get("currentPassword")), newPassword: String(form.get("newPassword")) };
    run(() => changePasswordAction(input), () => { element.reset(); toast.success(t("saved")); });
  };
  return (
    <Card>
      <CardHeader title={t("title")} description={t("description")} />
      <CardContent>
        <form onSubmit={submit} noValidate className="space-y-4">
          {/* For password managers, which want to know whose password this is. */}
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          <Field label={t("current")} htmlFor="currentPassword" error={issue("currentPassword")}><Input name="currentPassword" type="password" autoComplete="current-password" /></Field>
          <Field label={t("new")} htmlFor="newPassword" hint={t("newHint")} error={issue("newPassword")}><Input name="newPassword" type="password" autoComplete="new-password" /></Field>
          <Button type="submit" variant="outline" disabled={isPending}>{t("save")}</Button>
        </form>
      </CardContent>
    </Card>
  );
}
