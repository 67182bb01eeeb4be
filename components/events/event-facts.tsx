import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyableId } from "@/components/copyable-id";
import { EventTypeName } from "@/components/event-type-name";
import { Name } from "@/components/name";
import { Timestamp } from "@/components/timestamp";
import { Card, CardContent } from "@/components/ui/card";
import { useFormat } from "@/components/use-format";
import type { EventDetail } from "@/lib/services/events/get";

/** What is known of an event beside its payload. */
export function EventFacts({ event }: { event: EventDetail }) {
  const t = useTranslations("events.facts");
  const format = useFormat();
  const fact = (name: string, value: ReactNode) => (
    <div className="min-w-0"><dt className="text-xs text-muted-foreground">{name}</dt><dd className="truncate text-sm">{value}</dd></div>
  );
  return (
    <Card>
      <CardContent>
        <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
          {fact(t("id"), <CopyableId id={event.id} />)}
          {fact(t("externalId"), <CopyableId id={event.externalId} />)}
          {fact(t("product"), event.product ? <Name text={event.product.name} /> : t("none"))}
          {fact(t("type"), <EventTypeName name={event.eventType} />)}
          {fact(t("occurred"), <Timestamp at={event.occurredAt} />)}
          {fact(t("received"), <Timestamp at={event.receivedAt} />)}
          {fact(t("kept"), format.day(event.keptUntil))}
          {fact(t("size"), format.bytes(event.bodyBytes))}
        </dl>
      </CardContent>
    </Card>
  );
}
