"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useActionForm } from "@/components/use-action-form";
import { openWorkspaceAfresh } from "@/components/workspaces/workspaces";
import { acceptInvitationAction } from "./actions";

/** Name, e-mail and password of somebody new; one is signed in right after. */
export function AcceptForm({ token, email }: { token: string; email: string | null }) {
  const t = useTranslations("auth.setUp");
  const router = useRouter();
  const { run, issue, isPending } = useActionForm();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const value = (name: string) => String(form.get(name) ?? "");
    run(() => acceptInvitationAction({ token, name: value("name"), email: value("email"), password: value("password") }), ({ isJoined }) => (isJoined ? openWorkspaceAfresh() : router.refresh()));
  };
  return (
    <form method="post" onSubmit={submit} noValidate className="space-y-4">
      <Field label={t("name")} htmlFor="name" error={issue("name")}><Input name="name" autoComplete="name" required autoFocus maxLength={100} /></Field>
      <Field label={t("email")} htmlFor="email" error={issue("email")}><Input name="email" type="email" autoComplete="username" required maxLength={254} defaultValue={email ?? ""} /></Field>
      <Field label={t("password")} hint={t("passwordHint")} htmlFor="password" error={issue("password")}><Input name="password" type="password" autoComplete="new-password" required maxLength={200} /></Field>
      <Button type="submit" disabled={isPending} className="w-full">{isPending ? t("pending") : t("submit")}</Button>
    </form>
  );
}
