"use client";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { routes } from "@/lib/routes";
import type { ActionError } from "@/lib/web/action";
import { setUpAction } from "./actions";

/** The first person and their workspace; signs them in right after. */
export function SetUpForm() {
  const t = useTranslations("auth.setUp");
  const tCommon = useTranslations("common.error");
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<Pick<ActionError, "message" | "issues"> | null>(null);
  const issue = (path: string) => error?.issues.find((candidate) => candidate.path === path)?.message;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const value = (name: string) => String(form.get(name) ?? "");
    setIsPending(true);
    setError(null);
    try {
      const input = { name: value("name"), email: value("email"), password: value("password"), workspaceName: value("workspaceName") };
      const result = await setUpAction(input);
      if (result.ok) {
        if (result.data.created) await signIn("credentials", { redirect: false, email: input.email, password: input.password });
        return window.location.assign(routes.home());
      }
      setError(result.error);
    } catch {
      setError({ message: tCommon("offline"), issues: [] });
    }
    setIsPending(false);
  }

  return (
    <form method="post" onSubmit={submit} noValidate className="space-y-4">
      {error && <Alert tone="danger">{error.message}</Alert>}
      <Field label={t("workspaceName")} hint={t("workspaceHint")} htmlFor="workspaceName" error={issue("workspaceName")}><Input name="workspaceName" autoComplete="organization" required autoFocus maxLength={100} /></Field>
      <Field label={t("name")} htmlFor="name" error={issue("name")}><Input name="name" autoComplete="name" required maxLength={100} /></Field>
      <Field label={t("email")} htmlFor="email" error={issue("email")}><Input name="email" type="email" autoComplete="username" required maxLength={254} /></Field>
      <Field label={t("password")} hint={t("passwordHint")} htmlFor="password" error={issue("password")}><Input name="password" type="password" autoComplete="new-password" required maxLength={200} /></Field>
      <Button type="submit" disabled={isPending} className="w-full">{isPending ? t("pending") : t("submit")}</Button>
    </form>
  );
}
