"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { changePasswordAction } from "../actions";
import { useActionForm } from "@/components/use-action-form";

/** A new password, or a first one; this browser stays signed in, all others do not. @param provider what the person signs in by as well */
export function PasswordForm({ email, hasPassword, provider }: { email: string; hasPassword: boolean; provider: string | null }) {
  const t = useTranslations("settings.password");
  const router = useRouter();
  const { run, issue, isPending } = useActionForm();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const input = { currentPassword: String(form.get("currentPassword") ?? ""), newPassword: String(form.get("newPassword")) };
    run(() => changePasswordAction(input), () => { element.reset(); router.refresh(); toast.success(t("saved")); });
  };
  return (
    <Card>
      <CardHeader title={t("title")} description={hasPassword ? t("description") : t("noneText", { name: provider ?? "OpenID Connect" })} />
      <CardContent>
        <form onSubmit={submit} noValidate className="space-y-4">
          {/* For password managers, which want to know whose password this is. */}
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          {hasPassword && <Field label={t("current")} htmlFor="currentPassword" error={issue("currentPassword")}><Input name="currentPassword" type="password" autoComplete="current-password" /></Field>}
          <Field label={t("new")} htmlFor="newPassword" hint={t("newHint")} error={issue("newPassword")}><Input name="newPassword" type="password" autoComplete="new-password" /></Field>
          <Button type="submit" variant="outline" disabled={isPending}>{hasPassword ? t("save") : t("set")}</Button>
        </form>
      </CardContent>
    </Card>
  );
}
