import { Plus, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { IfMay } from "@/components/access";
import { EmptyState } from "@/components/empty-state";
import { EventTypeList } from "@/components/event-types/event-type-list";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import { catalogueWords } from "@/lib/catalogue-words";
import { routes } from "@/lib/routes";
import { listEventTypes, ListEventTypesInput } from "@/lib/services/event-types/list";
import { readSearchParams, type SearchParams } from "@/lib/web/search-params";
import { requireCtx } from "@/lib/web/session";
import { EventTypeDialog } from "./event-type-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("eventTypes"))("title") };
}

export default async function EventTypesPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireCtx("eventType.read");
  const t = await getTranslations("eventTypes");
  const words = catalogueWords(await getTranslations("catalogue"));
  const common = await getTranslations("common");
  const { search, cursor } = await readSearchParams(ListEventTypesInput, searchParams);
  const { data, next } = await listEventTypes({ ctx, input: { search, names: search ? words.find(search) : undefined, cursor, limit: 100 } });
  const add = <IfMay permission="eventType.write"><EventTypeDialog trigger={<Button><Plus aria-hidden />{t("new.button")}</Button>} /></IfMay>;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={add} />
      <form role="search" action={routes.eventTypes.list()} className="mb-4 flex flex-wrap items-center gap-2">
        <Input key={search} name="search" type="search" defaultValue={search} aria-label={t("search.label")} placeholder={t("search.placeholder")} maxLength={200} className="min-w-0 flex-1 basis-56 sm:max-w-xs" />
        <Button type="submit" variant="outline">{t("search.button")}</Button>
        {search && <Button asChild variant="ghost"><Link href={routes.eventTypes.list()}>{t("search.clear")}</Link></Button>}
      </form>
      {data.length > 0 ? <EventTypeList types={data} showsEmptyOwn={!search && !cursor && !next} />
        : <Card><EmptyState icon={<SearchX />} title={t("noMatch.title")} description={t("noMatch.description")} action={<Button asChild variant="outline"><Link href={routes.eventTypes.list()}>{t("noMatch.clear")}</Link></Button>} /></Card>}
      {next && <p className="mt-4 text-right"><Button asChild variant="outline" size="sm"><Link href={routes.eventTypes.list({ search, cursor: next })}>{common("nextPage")}</Link></Button></p>}
    </>
  );
}
