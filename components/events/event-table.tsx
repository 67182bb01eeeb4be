import { useTranslations } from "next-intl";
import Link from "next/link";
import { StatusBadge } from "@/components/status-badge";
import { Timestamp } from "@/components/timestamp";
import { Badge } from "@/components/ui/badge";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { routes } from "@/lib/routes";
import type { EventRow } from "@/lib/services/events/list";
import { useFailureWords } from "./failure-words";

const COLUMNS = ["status", "event", "product", "subscription", "attempts", "response", "time"] as const;

/** A row an event, with the delivery that needs most attention. The row is a link. */
export function EventTable({ events }: { events: EventRow[] }) {
  const t = useTranslations("events");
  const words = useFailureWords();
  return (
    <Table>
      <TableHeader><TableRow>{COLUMNS.map((column) => <TableHead key={column}>{t(`columns.${column}`)}</TableHead>)}</TableRow></TableHeader>
      <TableBody>
        {events.map(({ lead, ...event }) => (
          <TableRow key={event.id}>
            <TableCell>
              {event.state ? <StatusBadge status={event.state} /> : <Badge tone="muted">{t("notSent")}</Badge>}
              {lead?.nextAttemptAt && event.state === "retrying" && <span className="mt-0.5 block text-xs whitespace-nowrap text-muted-foreground">{t("next")} <Timestamp at={lead.nextAttemptAt} focusable={false} /></span>}
            </TableCell>
            <TableCell>
              <span className="flex items-center gap-1.5">
                <Link href={routes.events.detail(event.id)} prefetch={false} className="font-mono text-xs font-medium after:absolute after:inset-0">{event.eventType}</Link>
                {event.isTest && <Badge tone="info">{t("test")}</Badge>}
              </span>
            </TableCell>
            <TableCell className="max-w-48 truncate">{event.product?.name ?? "–"}</TableCell>
            <TableCell className="max-w-56 truncate">
              {lead?.subscription.name ?? "–"}
              {event.deliveries.length > 1 && <span className="text-muted-foreground"> {t("more", { count: event.deliveries.length - 1 })}</span>}
            </TableCell>
            <TableCell className="whitespace-nowrap tabular-nums">{lead ? t("attemptsOf", { made: lead.attemptCount, max: Math.max(lead.maxAttempts, lead.attemptCount) }) : "–"}</TableCell>
            <TableCell className="whitespace-nowrap">{lead ? (lead.lastResponseStatus ?? (lead.lastFailureKind ? words(lead.lastFailureKind, null).title : "–")) : "–"}</TableCell>
            <TableCell><Timestamp at={event.receivedAt} focusable={false} /></TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
