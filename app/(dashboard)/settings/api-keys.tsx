"use client";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { CopyButton } from "@/components/copy-button";
import { EmptyState } from "@/components/empty-state";
import { Timestamp } from "@/components/timestamp";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { createApiKeyAction, revokeApiKeyAction } from "./actions";
import { useActionForm } from "./use-action-form";

interface ApiKeyRow { id: string; name: string; keyPrefix: string; createdAt: Date; lastUsedAt: Date | null }

/** The workspace's keys: create (shown once), see when they were last used, revoke. */
export function ApiKeys({ keys }: { keys: ApiKeyRow[] }) {
  const t = useTranslations("settings.keys");
  const { run, issue, isPending } = useActionForm();
  const [newKey, setNewKey] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    run(() => createApiKeyAction({ name: String(new FormData(element).get("name")) }), ({ key }) => { element.reset(); setNewKey(key); });
  };
  return (
    <Card>
      <CardHeader title={t("title")} description={t("description")} />
      <CardContent className="space-y-4 border-b border-border">
        {newKey && (
          <Alert tone="success" title={t("newTitle")} actions={<><CopyButton value={newKey} label={t("copy")} showLabel /><Button variant="ghost" size="sm" onClick={() => setNewKey(null)}>{t("done")}</Button></>}>
            <p>{t("newText")}</p>
            <code data-testid="new-api-key" className="mt-2 block rounded-md border border-border bg-card px-2.5 py-2 font-mono text-xs break-all">{newKey}</code>
          </Alert>
        )}
        <form onSubmit={submit} noValidate className="flex flex-wrap items-end gap-3">
          <Field label={t("name")} htmlFor="key-name" error={issue("name")} className="max-w-sm flex-1"><Input name="name" placeholder={t("namePlaceholder")} maxLength={100} /></Field>
          <Button type="submit" disabled={isPending}>{t("create")}</Button>
        </form>
      </CardContent>
      {keys.length === 0 ? <EmptyState icon={<KeyRound />} title={t("emptyTitle")} description={t("emptyText")} /> : (
        <Table aria-label={t("caption")}>
          <TableHeader>
            <TableRow>
              <TableHead>{t("columns.name")}</TableHead><TableHead>{t("columns.key")}</TableHead><TableHead>{t("columns.created")}</TableHead><TableHead>{t("columns.lastUsed")}</TableHead>
              <TableHead><span className="sr-only">{t("columns.actions")}</span></TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>{keys.map((key) => <KeyRow key={key.id} apiKey={key} />)}</TableBody>
        </Table>
      )}
    </Card>
  );
}

function KeyRow({ apiKey }: { apiKey: ApiKeyRow }) {
  const t = useTranslations("settings.keys");
  const revoke = async () => {
    const result = await revokeApiKeyAction({ id: apiKey.id });
    if (result.ok) toast.success(t("revokedToast"));
    else toast.error(result.error.message, { description: result.error.fix });
    return result.ok;
  };
  return (
    <TableRow>
      <TableCell className="max-w-56 truncate font-medium">{apiKey.name}</TableCell>
      <TableCell><code className="font-mono text-xs whitespace-nowrap text-muted-foreground">{apiKey.keyPrefix}…</code></TableCell>
      <TableCell><Timestamp at={apiKey.createdAt} /></TableCell>
      <TableCell>{apiKey.lastUsedAt ? <Timestamp at={apiKey.lastUsedAt} /> : <span className="text-muted-foreground">{t("never")}</span>}</TableCell>
      <TableCell className="text-right">
        <ConfirmDialog
          trigger={<Button variant="outline" size="sm" aria-label={t("revokeNamed", { name: apiKey.name })}>{t("revoke")}</Button>}
          title={t("revokeTitle", { name: apiKey.name })} description={t("revokeText")} confirmLabel={t("revokeConfirm")} onConfirm={revoke}
        />
      </TableCell>
    </TableRow>
  );
}
