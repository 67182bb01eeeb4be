"use client";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { updateProfileAction } from "../actions";
import { useActionForm } from "@/components/use-action-form";

/** The person's name; the e-mail is shown only. */
export function ProfileForm({ name, email }: { name: string; email: string }) {
  const t = useTranslations("settings.profile");
  const { run, issue, isPending } = useActionForm();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    run(() => updateProfileAction({ name: String(form.get("name")) }), () => toast.success(t("saved")));
  };
  return (
    <Card>
      <CardHeader title={t("title")} description={t("description")} />
      <CardContent>
        <form onSubmit={submit} noValidate className="space-y-4">
          <Field label={t("name")} htmlFor="profile-name" error={issue("name")}><Input name="name" defaultValue={name} autoComplete="name" maxLength={100} /></Field>
          <Field label={t("email")} htmlFor="profile-email" hint={t("emailHint")}><Input value={email} readOnly /></Field>
          <Button type="submit" variant="outline" disabled={isPending}>{t("save")}</Button>
        </form>
      </CardContent>
    </Card>
  );
}
