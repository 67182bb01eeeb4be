"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition, type FormEvent } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { createSubscriptionAction } from "./actions";

/** Makes a subscription to all events of all products; the API narrows it to some. */
export function NewSubscription() {
  const t = useTranslations("subscriptions.new");
  const [isPending, startTransition] = useTransition();
  const [issues, setIssues] = useState<{ path: string; message: string }[]>([]);
  const issue = (path: string) => issues.find((one) => one.path === path)?.message;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    startTransition(async () => {
      const result = await createSubscriptionAction({ name: String(values.get("name")), url: String(values.get("url")) });
      setIssues(result.ok ? [] : result.error.issues);
      if (result.ok) {
        form.reset();
        toast.success(t("created"));
      } else if (result.error.issues.length === 0) toast.error(result.error.message);
    });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-wrap items-end gap-3">
      <Field label={t("name")} htmlFor="subscription-name" error={issue("name")} className="min-w-48 flex-1"><Input name="name" maxLength={100} /></Field>
      <Field label={t("url")} htmlFor="subscription-url" error={issue("url")} className="min-w-64 flex-2"><Input name="url" type="url" maxLength={2048} placeholder={t("urlPlaceholder")} /></Field>
      <Button type="submit" disabled={isPending}>{t("create")}</Button>
    </form>
  );
}
