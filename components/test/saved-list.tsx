"use client";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { toast } from "@/components/toast";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Name } from "@/components/name";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { isolated } from "@/lib/domain/name-text";
import { routes } from "@/lib/routes";
import type { SavedScenarioRow } from "@/lib/services/scenarios/list";

type Remove = (input: { scenarioId: string }) => Promise<{ ok: true } | { ok: false; error: { message: string } }>;

/** Saved scenarios, to be used again or deleted. */
export function SavedList({ saved, remove }: { saved: SavedScenarioRow[]; remove: Remove }) {
  const t = useTranslations("scenarios");
  const confirm = async (scenarioId: string) => {
    const result = await remove({ scenarioId });
    if (!result.ok) { toast.error(result.error.message); return false; }
    toast.success(t("saved.done"));
  };
  return (
    <Card>
      <CardHeader title={t("saved.title")} />
      {saved.length === 0 && <CardContent><p className="text-sm text-muted-foreground">{t("saved.empty")}</p></CardContent>}
      <ul>
        {saved.map(({ id, name, settings }) => (
          <li key={id} className="flex items-center justify-between gap-3 border-b border-border px-4 py-2.5 last:border-0 sm:px-5">
            <span className="min-w-0">
              <span className="block truncate text-sm font-medium" title={isolated(name)}><Name text={name} /></span>
              <span className="block truncate text-xs text-muted-foreground">{t(`names.${settings.scenario}`)} · {t(`speeds.${settings.speed}`)}</span>
            </span>
            <span className="flex shrink-0 items-center gap-1">
              <Button asChild variant="outline" size="sm"><Link href={routes.scenarios.list({ saved: id })} aria-label={t("saved.useLabel", { name })}>{t("saved.use")}</Link></Button>
              <ConfirmDialog
                trigger={<Button variant="ghost" size="icon" aria-label={t("saved.deleteLabel", { name })} className="text-muted-foreground"><Trash2 aria-hidden /></Button>}
                title={t("saved.ask", { name })} description={t("saved.askDescription")} confirmLabel={t("saved.delete")} onConfirm={() => confirm(id)}
              />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
