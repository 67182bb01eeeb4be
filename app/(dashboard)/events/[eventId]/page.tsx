import { History } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { CopyButton } from "@/components/copy-button";
import { EmptyState } from "@/components/empty-state";
import { EventTypeName } from "@/components/event-type-name";
import { EventBodyProvider } from "@/components/events/event-body";
import { EventFacts } from "@/components/events/event-facts";
import { EventPager } from "@/components/events/event-pager";
import { EventSummaryLine } from "@/components/events/event-summary-line";
import { LaterSubscriptions } from "@/components/events/later-subscriptions";
import { VerdictCard } from "@/components/events/verdict-card";
import { JsonView } from "@/components/json-view";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { RefreshOnChange } from "@/components/refresh-on-change";
import { RefreshWhile } from "@/components/refresh-while";
import { UseAsTest } from "@/components/test/use-as-test";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { catalogueWords } from "@/lib/catalogue-words";
import { AppError } from "@/lib/domain/errors";
import { readId, uuidTime } from "@/lib/domain/ids";
import { isolated } from "@/lib/domain/name-text";
import { isNoLongerKept, keptUntil } from "@/lib/domain/retention";
import { shortenId } from "@/lib/format";
import { getFormat } from "@/lib/web/locale";
import { routes, type RouteQuery } from "@/lib/routes";
import { listOwnTitles } from "@/lib/services/event-types/list-own-titles";
import { getEvent, type EventDetail } from "@/lib/services/events/get";
import { requireCtx } from "@/lib/web/session";
import { bookmarkAction } from "../../test/actions";
import { moveReplayAction, planReplayAction } from "../../replays/actions";
import { checkSignatureAction, compareAttemptAction, copyAsCurlAction, getAttemptAction, listAttemptsAction, resendAction } from "../actions";
import { filtersOf, readEventQuery, type SearchParams } from "../query";
import { PagerPanel, RelatedPanel } from "./panels";

type Props = { params: Promise<{ eventId: string }>; searchParams: SearchParams };
// A retry that is this near is worth waiting for on the page.
const NEAR_MS = 20_000;
const TOOLS = { resend: resendAction, replay: { plan: planReplayAction, move: moveReplayAction }, attempt: { read: getAttemptAction, list: listAttemptsAction, compare: compareAttemptAction, checkSignature: checkSignatureAction, copyAsCurl: copyAsCurlAction } };

const findEvent = cache(async (eventId: string): Promise<EventDetail | null> => {
  const ctx = await requireCtx("event.read");
  return getEvent({ ctx, input: { eventId } }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { eventId } = await params;
  const t = await getTranslations("events");
  const status = await getTranslations("common.status.delivery");
  const uuid = readId("event", eventId);
  const event = uuid ? await findEvent(eventId) : null;
  if (!event) {
    const { workspaceId, now } = await requireCtx("event.read");
    const isGone = uuid !== null && isNoLongerKept(uuid, workspaceId, now());
    return { title: `${isGone ? t("gone.short") : (await getTranslations("common.notFound"))("title")} · ${t("title")}` };
  }
  const state = event.summary.kind === "none" ? t("notSent") : status(event.summary.kind);
  const words = catalogueWords(await getTranslations("catalogue"), await listOwnTitles({ ctx: await requireCtx("event.read") }));
  const type = words.title({ name: event.eventType, title: event.eventType });
  return { title: `${isolated(type)} · ${state} · ${shortenId(event.id)} · ${t("title")}` };
}

export default async function EventPage({ params, searchParams }: Props) {
  const ctx = await requireCtx("event.read");
  const t = await getTranslations("events");
  const { eventId } = await params;
  const query = await searchParams;
  const filters = filtersOf(await readEventQuery(searchParams));
  const uuid = readId("event", eventId);
  if (!uuid) notFound();
  if (isNoLongerKept(uuid, ctx.workspaceId, ctx.now())) {
    const at = uuidTime(uuid);
    const format = await getFormat();
    const back = <Button asChild variant="outline"><Link href={routes.events.list(filters as RouteQuery)}>{t("gone.back")}</Link></Button>;
    return <EmptyState icon={<History />} title={<span role="heading" aria-level={1}>{t("gone.title", { day: format.day(at) })}</span>} description={t("gone.description", { until: format.day(keptUntil(at)) })} action={back} />;
  }
  const event = await findEvent(eventId);
  if (!event) notFound();
  const [judged, later] = [event.verdicts.filter((row) => row.verdict !== "made_later"), event.verdicts.filter((row) => row.verdict === "made_later")];
  const deliveries = judged.flatMap((verdict) => verdict.deliveries);
  const isMoving = deliveries.some((delivery) => delivery.state === "sending" || delivery.state === "waiting"
    || (delivery.nextAttemptAt !== null && delivery.state === "retrying" && delivery.nextAttemptAt.getTime() - ctx.now().getTime() < NEAR_MS));
  const title = <span className="flex flex-wrap items-center gap-2"><span><EventTypeName name={event.eventType} inline /></span>{event.isTest && <Badge tone="info">{t("test")}</Badge>}</span>;
  const pager = <Panel key={eventId} loading={<EventPager newer={null} older={null} />}><PagerPanel eventId={event.id} filters={filters} /></Panel>;
  return (
    <EventBodyProvider body={event.body}>
      <div className="mb-3 flex items-center justify-between gap-3">
        <Link href={routes.events.list(filters as RouteQuery)} className="text-sm text-muted-foreground hover:underline">← {t(Object.keys(filters).length > 0 ? "backFiltered" : "back")}</Link>
        {pager}
      </div>
      <PageHeader title={title} description={<div aria-live="polite"><EventSummaryLine summary={event.summary} /></div>} actions={<><CopyButton value={event.id} label={t("copyId")} showLabel /><CopyButton value={event.body} label={t("copyBody")} showLabel /><UseAsTest eventId={event.id} bookmark={bookmarkAction} /></>} />
      <div className="space-y-6">
        <EventFacts event={event} />
        <section className="space-y-3">
          <h2 className="text-sm font-semibold">{t("subscriptions")}</h2>
          {judged.length === 0 && <p className="text-sm text-muted-foreground">{t("noSubscriptions")}</p>}
          {judged.map((row) => <VerdictCard key={row.subscription.id} row={row} hasProduct={event.product !== null} receivedAt={event.receivedAt} eventBody={event.body} isOpen={deliveries.length === 1 || row.deliveries.some(({ state }) => state !== "delivered")} tools={TOOLS} />)}
          {later.length > 0 && <LaterSubscriptions eventId={event.id} rows={later} />}
        </section>
        <Panel loading={<Skeleton className="h-40 w-full" />}>
          <RelatedPanel eventId={event.id} filters={filters} by={typeof query.related === "string" ? query.related : undefined} />
        </Panel>
        <section className="space-y-3">
          <h2 className="text-sm font-semibold">{t("payload")}</h2>
          <JsonView text={event.body} label={t("payload")} />
        </section>
      </div>
      <RefreshWhile active={isMoving} />
      <RefreshOnChange active={!isMoving} />
    </EventBodyProvider>
  );
}
