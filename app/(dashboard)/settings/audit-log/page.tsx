import { ScrollText, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { z } from "zod";
import { AuditFilters } from "@/components/audit/audit-filters";
import { AuditList } from "@/components/audit/audit-list";
import { EmptyState } from "@/components/empty-state";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { listAudit, ListAuditInput } from "@/lib/services/audit/list";
import { listAuditActors } from "@/lib/services/audit/list-actors";
import { routes } from "@/lib/routes";
import { readSearchParams, type SearchParams } from "@/lib/web/search-params";
import { requireCtx } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: `${t("tabs.auditLog")} · ${t("title")}` };
}

// In the URL a period is days, both whole; the UTC day, as everywhere that history is counted in days.
const Query = ListAuditInput.omit({ limit: true }).extend({ from: z.iso.date().optional(), until: z.iso.date().optional() });
const DAY_MS = 86_400_000;

export default async function AuditLogPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireCtx("audit.read");
  const t = await getTranslations("audit");
  const { cursor, from, until, ...filters } = await readSearchParams(Query, searchParams);
  const [{ data: entries, next: older }, actors] = await Promise.all([
    listAudit({ ctx, input: { ...filters, cursor, from: from && `${from}T00:00:00Z`, until: until && new Date(Date.parse(until) + DAY_MS).toISOString() } }),
    listAuditActors({ ctx, actorId: filters.actorId }),
  ]);
  const chosen = { ...filters, from, until };
  const isFiltered = Object.values(chosen).some(Boolean);
  return (
    <Card>
      <CardHeader title={t("title")} description={t("description")} />
      <CardContent className="border-b border-border"><AuditFilters key={JSON.stringify(chosen)} filters={chosen} actors={actors} /></CardContent>
      {entries.length > 0 ? <AuditList entries={entries} filters={chosen} /> : isFiltered || cursor ? (
        <EmptyState icon={<SearchX />} title={t("noMatch.title")} description={t("noMatch.description")} action={<Button asChild variant="outline"><Link href={routes.settings.auditLog()}>{t("filters.clear")}</Link></Button>} />
      ) : <EmptyState icon={<ScrollText />} title={t("empty.title")} description={t("empty.description")} />}
      {(older || cursor) && (
        <nav aria-label={t("pages")} className="flex justify-between gap-2 border-t border-border px-4 py-3 sm:px-5">
          {cursor ? <Button asChild variant="outline" size="sm"><Link href={routes.settings.auditLog(chosen)}>{t("newest")}</Link></Button> : <span />}
          {older && <Button asChild variant="outline" size="sm"><Link href={routes.settings.auditLog({ ...chosen, cursor: older })}>{t("older")}</Link></Button>}
        </nav>
      )}
    </Card>
  );
}
