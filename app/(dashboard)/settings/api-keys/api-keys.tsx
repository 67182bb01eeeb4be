"use client";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "@/components/toast";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { CopyButton } from "@/components/copy-button";
import { EmptyState } from "@/components/empty-state";
import { Name } from "@/components/name";
import { Timestamp } from "@/components/timestamp";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { MAIN, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, WIDE } from "@/components/ui/table";
import { isolated } from "@/lib/domain/name-text";
import type { ApiKeyItem } from "@/lib/services/api-keys/list";
import { revokeApiKeyAction } from "../actions";
import { NewApiKey, type KeyProduct } from "./new-api-key";

/** The workspace's keys: create (shown once), see when they were last used, revoke. */
export function ApiKeys({ keys, products }: { keys: ApiKeyItem[]; products: KeyProduct[] }) {
  const t = useTranslations("settings.keys");
  const [newKey, setNewKey] = useState<string | null>(null);
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
        <NewApiKey products={products} onMade={setNewKey} />
      </CardContent>
      {keys.length === 0 ? <EmptyState icon={<KeyRound />} title={t("emptyTitle")} description={t("emptyText")} /> : (
        <Table aria-label={t("caption")}>
          <TableHeader>
            <TableRow>
              <TableHead>{t("columns.name")}</TableHead><TableHead className={WIDE}>{t("columns.may")}</TableHead><TableHead className={WIDE}>{t("columns.lastUsed")}</TableHead><TableHead className={WIDE}>{t("columns.ends")}</TableHead><TableHead className={WIDE}>{t("columns.created")}</TableHead>
              <TableHead><span className="sr-only">{t("columns.actions")}</span></TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>{keys.map((key) => <KeyRow key={key.id} apiKey={key} />)}</TableBody>
        </Table>
      )}
    </Card>
  );
}

function KeyRow({ apiKey }: { apiKey: ApiKeyItem }) {
  const t = useTranslations("settings.keys");
  const revoke = async () => {
    const result = await revokeApiKeyAction({ id: apiKey.id });
    if (result.ok) toast.success(t("revokedToast"));
    else toast.error(result.error.message, { description: result.error.fix });
    return result.ok;
  };
  const products = apiKey.products?.map(isolated).join(", ");
  return (
    <TableRow>
      <TableCell className={`${MAIN} sm:max-w-56`}>
        <p className="truncate font-medium" title={isolated(apiKey.name)}><Name text={apiKey.name} /></p>
        <code className="font-mono text-xs whitespace-nowrap text-muted-foreground">{apiKey.keyPrefix}…</code>
        <p className="mt-0.5 truncate text-xs sm:hidden">{t(`may.${apiKey.scope}`)}{apiKey.isExpired ? <> · <span className="text-danger">{t("expired")}</span></> : apiKey.lastUsedAt && <span className="text-muted-foreground"> · {t("columns.lastUsed")}: <Timestamp at={apiKey.lastUsedAt} /></span>}</p>
      </TableCell>
      <TableCell className={`${WIDE} max-w-56`}>
        <p className="whitespace-nowrap">{t(`may.${apiKey.scope}`)}</p>
        <p className="truncate text-xs text-muted-foreground" title={products}>{products ?? t("ofAll")}</p>
      </TableCell>
      <TableCell className={`${WIDE} whitespace-nowrap`}>{apiKey.lastUsedAt ? <Timestamp at={apiKey.lastUsedAt} /> : <span className="text-muted-foreground">{t("never")}</span>}</TableCell>
      <TableCell className={`${WIDE} whitespace-nowrap`}>
        {apiKey.isExpired ? <Badge tone="danger">{t("expired")}</Badge> : apiKey.expiresAt ? <Timestamp at={apiKey.expiresAt} /> : <span className="text-muted-foreground">{t("endless")}</span>}
      </TableCell>
      <TableCell className={`${WIDE} whitespace-nowrap`}><Timestamp at={apiKey.createdAt} /></TableCell>
      <TableCell className="text-right">
        <ConfirmDialog
          trigger={<Button variant="outline" size="sm" aria-label={t("revokeNamed", { name: apiKey.name })}>{t("revoke")}</Button>}
          title={t("revokeTitle", { name: apiKey.name })} description={t("revokeText")} confirmLabel={t("revokeConfirm")} onConfirm={revoke}
        />
      </TableCell>
    </TableRow>
  );
}
