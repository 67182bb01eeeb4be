import { Activity, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { IfMay } from "@/components/access";
import { EmptyState } from "@/components/empty-state";
import { EventFilters } from "@/components/events/event-filters";
import { AwaitFirst, EventList } from "@/components/events/event-list";
import { ExportDialog } from "@/components/events/export-dialog";
import { SavedViews } from "@/components/events/saved-views";
import { Timeline } from "@/components/events/timeline";
import { TimelineSkeleton } from "@/components/events/timeline-skeleton";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { routes, type RouteQuery } from "@/lib/routes";
import { isCountedByRows } from "@/lib/services/events/count-rows";
import { listEvents } from "@/lib/services/events/list";
import { listFilterOptions } from "@/lib/services/events/list-filter-options";
import { eventTimeline, type EventTimeline } from "@/lib/services/events/timeline";
import { listSavedViews } from "@/lib/services/saved-views/list";
import { requireCtx } from "@/lib/web/session";
import { moveReplayAction, planReplayAction } from "../replays/actions";
import { countFacetsAction, createSavedViewAction, deleteSavedViewAction, readChangesAction, resendAction } from "./actions";
import { filtersOf, readEventQuery, type SearchParams } from "./query";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("events"))("title") };
}

export default async function EventsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireCtx("event.read");
  const t = await getTranslations("events");
  const query = await readEventQuery(searchParams);
  const { cursor } = query;
  const filters = filtersOf(query);
  const timeline = eventTimeline({ ctx, input: filters });
  // Told by its own panel.
  timeline.catch(() => undefined);
  const [page, options, views] = await Promise.all([
    listEvents({ ctx, input: query }),
    listFilterOptions({ ctx }),
    listSavedViews({ ctx }),
    // What is counted row by row may come after the list.
    isCountedByRows(filters) ? null : timeline,
  ]);
  const href = (more: RouteQuery) => routes.events.list({ ...filters, ...more } as RouteQuery);
  const now = ctx.now();
  const isPast = filters.day ? filters.day < now.toISOString().slice(0, 10) : filters.to !== undefined && Date.parse(filters.to) <= now.getTime();
  const isFiltered = Object.keys(filters).length > 0;
  const clear = <Button asChild variant="outline"><Link href={routes.events.list()}>{t("noMatch.clear")}</Link></Button>;
  const test = <IfMay permission="event.test"><Button asChild><Link href={routes.test()}>{t("sendTest")}</Link></Button></IfMay>;
  const tools = (
    <>
      <SavedViews views={views} filters={filters as Record<string, string>} create={createSavedViewAction} remove={deleteSavedViewAction} />
      <IfMay permission="event.export"><ExportDialog filters={filters as RouteQuery} /></IfMay>
    </>
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={test} />
      <div className="space-y-4">
        <Panel loading={<TimelineSkeleton />}><Bars timeline={timeline} filters={filters as RouteQuery} /></Panel>
        <EventFilters key={JSON.stringify(filters)} options={options} filters={filters} countFacets={countFacetsAction} tools={tools} />
        {page.data.length > 0 ? <EventList events={page.data} filters={filters} isNewest={!cursor && !isPast} resend={resendAction} readChanges={readChangesAction} replay={{ plan: planReplayAction, move: moveReplayAction }} /> : (
          <Card>
            {!cursor && !isPast && <AwaitFirst filters={filters} readChanges={readChangesAction} />}
            {isFiltered || cursor ? <EmptyState icon={<SearchX />} title={t("noMatch.title")} description={t("noMatch.description")} action={clear} />
              : <EmptyState icon={<Activity />} title={t("empty.title")} description={t("empty.description")} action={test} />}
          </Card>
        )}
        <nav className="flex justify-end gap-2" aria-label={t("title")}>
          {page.previous && <Button asChild variant="outline" size="sm"><Link href={href({ cursor: page.previous, direction: "newer" })}>{t("newer")}</Link></Button>}
          {page.next && <Button asChild variant="outline" size="sm"><Link href={href({ cursor: page.next })}>{t("older")}</Link></Button>}
        </nav>
      </div>
    </>
  );
}

async function Bars({ timeline, filters }: { timeline: Promise<EventTimeline>; filters: RouteQuery }) {
  return <Timeline timeline={await timeline} filters={filters} />;
}
