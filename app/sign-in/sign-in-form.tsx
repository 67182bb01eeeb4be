"use client";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type Failure = { kind: "refused" } | { kind: "throttled"; minutes: number } | { kind: "offline" };

/** E-mail and password, then on to the path `next`; says one and the same about a wrong password and an unknown e-mail. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("auth.signIn");
  const tCommon = useTranslations("common.error");
  const [isPending, setIsPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setIsPending(true);
    setFailure(null);
    try {
      const result = await signIn("credentials", { redirect: false, email: form.get("email"), password: form.get("password") });
      if (result?.ok && !result.error) return window.location.assign(next);
      const throttled = /^throttled:(\d+)$/.exec(result?.error ?? "");
      if (throttled) setFailure({ kind: "throttled", minutes: Math.ceil(Number(throttled[1]) / 60) });
      else setFailure({ kind: result?.error === "CredentialsSignin" ? "refused" : "offline" });
    } catch {
      setFailure({ kind: "offline" });
    }
    setIsPending(false);
  }

  return (
    <form method="post" onSubmit={submit} className="space-y-4">
      {failure && (
        <Alert tone="danger">
          {failure.kind === "throttled" ? t("throttled", { minutes: failure.minutes }) : failure.kind === "refused" ? t("refused") : tCommon("offline")}
        </Alert>
      )}
      <Field label={t("email")} htmlFor="email"><Input name="email" type="email" autoComplete="username" required autoFocus maxLength={254} /></Field>
      <Field label={t("password")} htmlFor="password"><Input name="password" type="password" autoComplete="current-password" required maxLength={1000} /></Field>
      <Button type="submit" disabled={isPending} className="w-full">{isPending ? t("pending") : t("submit")}</Button>
    </form>
  );
}
