"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useActionForm } from "@/components/use-action-form";
import { openWorkspaceAfresh } from "@/components/workspaces/workspaces";
import { setPasswordAction } from "./actions";

/** The new password; one is signed in right after. */
export function SetPasswordForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("people.reset");
  const router = useRouter();
  const { run, issue, isPending } = useActionForm();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password") ?? "");
    // Used by somebody else meanwhile: the page says so.
    run(() => setPasswordAction({ token, password }), ({ isSet }) => (isSet ? openWorkspaceAfresh() : router.refresh()));
  };
  return (
    <form method="post" onSubmit={submit} noValidate className="space-y-4">
      {/* So that a password manager knows whose it is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label={t("password")} hint={t("passwordHint")} htmlFor="password" error={issue("password")}><Input name="password" type="password" autoComplete="new-password" required autoFocus maxLength={200} /></Field>
      <Button type="submit" disabled={isPending} className="w-full">{isPending ? t("pending") : t("submit")}</Button>
    </form>
  );
}
