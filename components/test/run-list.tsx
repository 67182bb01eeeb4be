import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { RowLink } from "@/components/row-link";
import { Timestamp } from "@/components/timestamp";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { routes } from "@/lib/routes";
import type { RunRow } from "@/lib/services/scenarios/list-runs";
import { RunBadge } from "./run-badge";

/** The latest runs; each is a link to what it sent and what was answered. @param older the address of those before, @param newest that of the latest, where these are not */
export function RunList({ runs, older, newest }: { runs: RunRow[]; older: string | null; newest: string | null }) {
  const t = useTranslations("scenarios");
  return (
    <Card>
      <CardHeader title={t("runs.title")} />
      {runs.length === 0 && <CardContent><p className="text-sm text-muted-foreground">{t("runs.empty")}</p></CardContent>}
      <ul>
        {runs.map((run) => (
          <li key={run.id} className="relative border-b border-border px-4 py-2.5 last:border-0 hover:bg-subtle sm:px-5">
            <div className="flex items-center justify-between gap-3">
              <RowLink href={routes.scenarios.run(run.id)} prefetch={false} className="min-w-0 truncate text-sm">{t(`names.${run.settings.scenario}`)}</RowLink>
              <RunBadge status={run.status} />
            </div>
            <p className="mt-0.5 flex flex-wrap gap-x-2 text-xs text-muted-foreground"><span>{t("runs.sent", { sent: run.sentCount, total: run.stepCount })}</span><span>{t("runs.by", { name: run.startedBy })}</span><Timestamp at={run.startedAt} focusable={false} /></p>
          </li>
        ))}
      </ul>
      {(older || newest) && (
        <CardContent className="flex flex-wrap gap-x-4 border-t border-border text-[13px] text-link">
          {newest && <Link href={newest} scroll={false} className="underline underline-offset-2">{t("runs.newest")}</Link>}
          {older && <Link href={older} scroll={false} className="underline underline-offset-2">{t("runs.older")}</Link>}
        </CardContent>
      )}
    </Card>
  );
}
