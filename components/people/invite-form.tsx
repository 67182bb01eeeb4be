"use client";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { CopyButton } from "@/components/copy-button";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useActionForm } from "@/components/use-action-form";
import type { Role } from "@/lib/domain/permissions";
import type { ActionResult } from "@/lib/web/action";
import { RolePicker } from "./role-picker";

interface Made { url: string; mail: { to: string; isSent: boolean } | null }
type Invite = (input: { role: Role; email: string; note: string }) => Promise<ActionResult<Made>>;

/** Makes a link for one person; shows it once, to be copied, and mails it where there is a mail server. */
export function InviteForm({ roles, isMailed, invite }: { roles: Role[]; isMailed: boolean; invite: Invite }) {
  const t = useTranslations("people.invite");
  const { run, issue, isPending } = useActionForm();
  const [role, setRole] = useState<Role>("developer");
  const [made, setMade] = useState<Made | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const input = { role, email: String(form.get("email") ?? ""), note: String(form.get("note")) };
    run(() => invite(input), (result) => { element.reset(); setMade(result); });
  };
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      {made && (
        <Alert tone="success" title={t("madeTitle")} actions={<><CopyButton value={made.url} label={t("copy")} showLabel /><Button variant="ghost" size="sm" onClick={() => setMade(null)}>{t("done")}</Button></>}>
          <p>{made.mail ? t(made.mail.isSent ? "mailed" : "notMailed", { email: made.mail.to }) : t("madeText")}</p>
          <code data-testid="invitation-link" className="mt-2 block rounded-md border border-border bg-card px-2.5 py-2 font-mono text-xs break-all">{made.url}</code>
        </Alert>
      )}
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Field label={t("note")} htmlFor="invitation-note" hint={t("noteHint")} error={issue("note")}><Input name="note" maxLength={100} autoComplete="off" /></Field>
        {isMailed && <Field label={t("email")} htmlFor="invitation-email" hint={t("emailHint")} error={issue("email")}><Input name="email" type="email" maxLength={254} autoComplete="off" /></Field>}
      </div>
      <RolePicker name="invitation-role" legend={t("role")} roles={roles} value={role} onChange={setRole} />
      <Button type="submit" disabled={isPending}>{t("submit")}</Button>
    </form>
  );
}
