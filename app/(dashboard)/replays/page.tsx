import { Plus, Repeat } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { IfMay } from "@/components/access";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { RefreshWhile } from "@/components/refresh-while";
import { ReplayTable } from "@/components/replays/replay-table";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { routes } from "@/lib/routes";
import { listReplays, ListReplaysInput } from "@/lib/services/replays/list";
import { readSearchParams, type SearchParams } from "@/lib/web/search-params";
import { requireCtx } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("replays"))("title") };
}

export default async function ReplaysPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireCtx("event.read");
  const t = await getTranslations("replays");
  const query = await readSearchParams(ListReplaysInput, searchParams);
  const { data, next: older } = await listReplays({ ctx, input: query });
  const create = <IfMay permission="event.resend"><Button asChild><Link href={routes.replays.new()}><Plus aria-hidden />{t("new")}</Link></Button></IfMay>;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={create} />
      <Card>{data.length > 0 ? <ReplayTable replays={data} /> : <EmptyState icon={<Repeat />} title={t("empty.title")} description={t("empty.description")} action={create} />}</Card>
      {(older || query.cursor) && <nav aria-label={t("title")} className="mt-4 flex justify-end gap-2">{query.cursor && <Button asChild variant="outline" size="sm"><Link href={routes.replays.list()}>{t("waiting.first")}</Link></Button>}{older && <Button asChild variant="outline" size="sm"><Link href={routes.replays.list({ cursor: older })}>{t("older")}</Link></Button>}</nav>}
      <RefreshWhile active={data.some((replay) => replay.status === "running")} />
    </>
  );
}
