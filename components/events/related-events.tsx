import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { EventTypeName } from "@/components/event-type-name";
import { StatusBadge } from "@/components/status-badge";
import { Timestamp } from "@/components/timestamp";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { cn } from "@/lib/cn";
import { routes, type RouteQuery } from "@/lib/routes";
import type { EventRow } from "@/lib/services/events/list";
import type { RelatedEvents as Related } from "@/lib/services/events/list-related";

/** Everything that happened in the same purchase, customer's subscription or to the same buyer, in the order in which it happened. */
export function RelatedEvents({ eventId, related, filters }: { eventId: string; related: Related; filters: RouteQuery }) {
  const t = useTranslations("events.related");
  const { chosen, relations, data: events, hasMore } = related;
  if (!chosen) return null;
  // Whoever follows the buyer goes on following the buyer, from event to event.
  const followed = chosen.by === relations[0]?.by ? filters : { ...filters, related: chosen.by };
  const tabs = relations.length > 1 && (
    <nav aria-label={t("by")} className="flex flex-wrap gap-1">
      {relations.map(({ by, value }) => (
        <Link
          key={by + value} href={routes.events.detail(eventId, { ...filters, related: by })} scroll={false} prefetch={false} aria-current={by === chosen.by ? "true" : undefined}
          className={cn("rounded-md px-2.5 py-1.5 text-xs hover:bg-muted", by === chosen.by && "bg-primary-soft font-medium text-link")}
        >{t(`tabs.${by}`)}</Link>
      ))}
    </nav>
  );
  return (
    <Card>
      <CardHeader title={t(`title.${chosen.by}`)} description={<bdi className="break-all">{chosen.written}</bdi>} actions={tabs} />
      <CardContent>
        {events.length <= 1 ? <p className="text-sm text-muted-foreground">{t(`alone.${chosen.by}`)}</p> : (
          <ol className="space-y-0">{events.map((event) => <Step key={event.id} event={event} isThis={event.id === eventId} href={routes.events.detail(event.id, followed)} />)}</ol>
        )}
        {hasMore && <p className="mt-3 text-sm"><Link className="text-link underline" href={routes.events.list({ search: chosen.value })}>{t("all")}</Link></p>}
      </CardContent>
    </Card>
  );
}

function Step({ event, isThis, href }: { event: EventRow; isThis: boolean; href: string }) {
  const t = useTranslations("events");
  return (
    <li className="relative border-l border-border pb-4 pl-5 last:border-transparent last:pb-0">
      <span aria-hidden className={cn("absolute top-1.5 -left-[5px] size-2.5 rounded-full border-2 border-card", isThis ? "bg-primary" : "bg-border-strong")} />
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {isThis ? <span aria-current="true" className="text-[13px] font-semibold"><EventTypeName name={event.eventType} inline /></span> : <Link href={href} prefetch={false} className="text-[13px] font-medium text-link hover:underline"><EventTypeName name={event.eventType} inline /></Link>}
        {isThis && <Badge tone="neutral">{t("related.this")}</Badge>}
        {event.isTest && <Badge tone="info">{t("test")}</Badge>}
        <Timestamp at={event.receivedAt} format="short" className="text-xs text-muted-foreground" />
      </p>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {event.deliveries.length === 0 && <li className="text-xs text-muted-foreground">{t("notSent")}</li>}
        {event.deliveries.map((delivery) => (
          <li key={delivery.id} className="flex items-center gap-1.5 text-xs"><bdi className="text-muted-foreground">{delivery.subscription.name}</bdi><StatusBadge status={delivery.state} /></li>
        ))}
      </ul>
    </li>
  );
}
