"use client";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CopyButton } from "@/components/copy-button";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { useActionForm } from "@/components/use-action-form";
import { RESET_LINK_HOURS } from "@/lib/domain/membership";
import type { PersonItem } from "@/lib/services/people/list";
import type { ActionResult } from "@/lib/web/action";

export type ResetPasswordCall = (input: { personId: string }) => Promise<ActionResult<{ url: string }>>;

/** Makes a link by which the person sets a new password; shows it once, to be copied. */
export function ResetPassword({ person: { id, name }, makeLink }: { person: PersonItem; makeLink: ResetPasswordCall }) {
  const t = useTranslations("people.resetPassword");
  const common = useTranslations("common");
  const { run, isPending } = useActionForm();
  const [url, setUrl] = useState<string | null>(null);
  return (
    <Dialog onOpenChange={() => setUrl(null)}>
      <DialogTrigger asChild><Button variant="outline" size="sm" aria-label={t("named", { name })}><KeyRound aria-hidden className="sm:hidden" /><span className="max-sm:hidden">{t("button")}</span></Button></DialogTrigger>
      <DialogContent>
        <DialogHeader><DialogTitle>{t(url ? "named" : "title", { name })}</DialogTitle><DialogDescription>{t("text", { hours: RESET_LINK_HOURS })}</DialogDescription></DialogHeader>
        {url && (
          <Alert tone="success" title={t("madeTitle")} actions={<CopyButton value={url} label={t("copy")} showLabel />}>
            <p>{t("madeText", { name })}</p>
            <code data-testid="password-link" className="mt-2 block rounded-md border border-border bg-card px-2.5 py-2 font-mono text-xs break-all">{url}</code>
          </Alert>
        )}
        <DialogFooter>
          <DialogClose asChild><Button variant="outline">{url ? t("done") : common("cancel")}</Button></DialogClose>
          {!url && <Button disabled={isPending} onClick={() => run(() => makeLink({ personId: id }), (made) => setUrl(made.url))}>{t("confirm")}</Button>}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
