import { useTranslations } from "next-intl";
import { useFailureWords } from "@/components/events/failure-words";
import { EventTypeName } from "@/components/event-type-name";
import { Name } from "@/components/name";
import { RowLink } from "@/components/row-link";
import { Timestamp } from "@/components/timestamp";
import { Badge } from "@/components/ui/badge";
import { MAIN, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, WIDE } from "@/components/ui/table";
import { routes } from "@/lib/routes";
import type { ReplayItemRow } from "@/lib/services/replays/list-items";
import { ReplayItemStatus } from "./replay-status";

/** What came of each delivery of a replay. The row leads to the event. */
export function ReplayItems({ items }: { items: ReplayItemRow[] }) {
  const t = useTranslations("replays.items");
  const words = useFailureWords();
  return (
    <Table aria-label={t("title")}>
      <TableHeader>
        <TableRow>{(["state", "event", "subscription", "answer", "received", "answered"] as const).map((column) => <TableHead key={column} className={column === "state" || column === "event" ? undefined : WIDE}>{t(column)}</TableHead>)}</TableRow>
      </TableHeader>
      <TableBody>
        {items.map((item) => (
          <TableRow key={`${item.eventId} ${item.subscription.id}`}>
            <TableCell><ReplayItemStatus state={item.state} /></TableCell>
            <TableCell className={MAIN}><span className="flex items-center gap-1.5"><RowLink href={routes.events.detail(item.eventId)} prefetch={false} className="min-w-0 leading-4"><EventTypeName name={item.eventType} /></RowLink>{item.isTest && <Badge tone="info">{t("test")}</Badge>}</span><span className="mt-0.5 block truncate text-xs text-muted-foreground sm:hidden"><Name text={item.subscription.name} /></span></TableCell>
            <TableCell className={`${WIDE} max-w-56 truncate`}><Name text={item.subscription.name} /></TableCell>
            <TableCell className={`${WIDE} max-w-72 truncate`}>{item.failureKind ? words(item.failureKind, item.responseStatus).title : (item.responseStatus ?? "–")}</TableCell>
            <TableCell className={WIDE}><Timestamp at={item.receivedAt} focusable={false} /></TableCell>
            <TableCell className={WIDE}>{item.settledAt ? <Timestamp at={item.settledAt} focusable={false} /> : "–"}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
