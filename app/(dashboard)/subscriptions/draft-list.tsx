"use client";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { toast } from "@/components/toast";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Timestamp } from "@/components/timestamp";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { routes } from "@/lib/routes";
import { discardDraftAction } from "./actions";

/** What the person began to set up and has not finished. */
export function DraftList({ drafts }: { drafts: { id: string; name: string; url: string; step: number; updatedAt: Date }[] }) {
  const t = useTranslations("subscriptions.drafts");
  if (drafts.length === 0) return null;
  const discard = async (id: string) => {
    const result = await discardDraftAction({ id });
    if (!result.ok) { toast.error(result.error.message); return false; }
    toast.success(t("discarded"));
  };
  return (
    <Card>
      <CardHeader title={t("title")} />
      <ul className="divide-y divide-border">
        {drafts.map((draft) => (
          <li key={draft.id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 sm:px-5">
            <div className="min-w-0">
              <p className="truncate text-sm font-medium">{draft.name.trim() || t("unnamed")}</p>
              <p className="text-xs text-muted-foreground">{t("step", { step: draft.step })} · <Timestamp at={draft.updatedAt} /></p>
            </div>
            <div className="flex gap-2">
              <Button asChild variant="outline" size="sm"><Link href={routes.subscriptions.new({ draft: draft.id })}>{t("continue")}</Link></Button>
              <ConfirmDialog
                trigger={<Button variant="ghost" size="sm" aria-label={t("discardNamed", { name: draft.name.trim() || t("unnamed") })}>{t("discard")}</Button>}
                title={t("ask")} description={t("askText")} confirmLabel={t("discard")} onConfirm={() => discard(draft.id)}
              />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
