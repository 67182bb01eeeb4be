"use client";
import { useTranslations } from "next-intl";
import { EventTypeName } from "@/components/event-type-name";
import { RowLink } from "@/components/row-link";
import { StatusBadge } from "@/components/status-badge";
import { Timestamp } from "@/components/timestamp";
import { Badge } from "@/components/ui/badge";
import { MAIN, TableCell, TableRow, WIDE } from "@/components/ui/table";
import { useEventTypeWords } from "@/components/own-event-types";
import { cn } from "@/lib/cn";
import { routes } from "@/lib/routes";
import type { EventRow } from "@/lib/services/events/list";
import { EventRowMenu } from "./event-row-menu";
import type { EventSelection } from "./event-selection";
import { useFailureWords } from "./failure-words";
import type { Resend } from "./resend-button";

/** What the rows of a list can be used for beside being read. */
export interface RowTools {
  selection: EventSelection;
  hrefOf: (event: EventRow) => string;
  resend: Resend;
  onChanged: () => void;
}

/** One event of a list. */
export function EventTableRow({ event, tools }: { event: EventRow; tools?: RowTools | undefined }) {
  const t = useTranslations("events");
  const words = useFailureWords();
  const { lead } = event;
  const title = useEventTypeWords().title({ name: event.eventType, title: event.eventType });
  const badge = event.state ? <StatusBadge status={event.state} /> : <Badge tone="muted">{t("notSent")}</Badge>;
  const delivered = event.deliveries.filter(({ state }) => state === "delivered").length;
  const href = tools?.hrefOf(event) ?? routes.events.detail(event.id);
  const isChosen = tools?.selection.isSelected(event.id) ?? false;
  return (
    <TableRow className={cn(isChosen && "bg-primary-soft hover:bg-primary-soft")}>
      {tools && (
        <TableCell className="pr-0">
          <input
            type="checkbox" className="relative z-[1] size-4 align-middle accent-primary" checked={isChosen}
            aria-label={t("select.row", { event: title, id: event.id })} onChange={(change) => tools.selection.toggle([event.id], change.target.checked)}
          />
        </TableCell>
      )}
      <TableCell className={WIDE}>
        {badge}
        {lead?.nextAttemptAt && event.state === "retrying" && <span className="mt-0.5 block text-xs whitespace-nowrap text-muted-foreground">{t("next")} <Timestamp at={lead.nextAttemptAt} isAhead focusable={false} /></span>}
        {event.state === "held" && lead?.hold && <span className="mt-0.5 block text-xs whitespace-nowrap text-muted-foreground">{t(`hold.${lead.hold.reason}`)}</span>}
      </TableCell>
      <TableCell className={MAIN}>
        <span className="flex items-center gap-1.5">
          <RowLink href={href} prefetch={false} className="min-w-0 truncate leading-4"><EventTypeName name={event.eventType} /></RowLink>
          {event.isTest && <Badge tone="info">{t("test")}</Badge>}
          <Timestamp at={event.receivedAt} focusable={false} className="ml-auto text-xs text-muted-foreground sm:hidden" />
        </span>
        <span className="mt-1 flex items-center gap-2 text-xs text-muted-foreground sm:hidden">
          {badge}
          <bdi className="min-w-0 flex-1 truncate">{event.product?.name ?? lead?.subscription.name}</bdi>
          {event.deliveries.length > 0 && <span className="shrink-0 tabular-nums">{t("deliveredOf", { delivered, count: event.deliveries.length })}</span>}
        </span>
      </TableCell>
      <TableCell className={cn(WIDE, "max-w-48 truncate")}><bdi>{event.product?.name ?? "–"}</bdi></TableCell>
      <TableCell className={cn(WIDE, "max-w-56 truncate")}>
        <bdi>{lead?.subscription.name ?? "–"}</bdi>
        {event.deliveries.length > 1 && <span className="text-muted-foreground"> {t("more", { count: event.deliveries.length - 1 })}</span>}
      </TableCell>
      <TableCell className={cn(WIDE, "whitespace-nowrap tabular-nums")}>{lead ? t("attemptsOf", { made: lead.attemptCount, max: Math.max(lead.maxAttempts, lead.attemptCount) }) : "–"}</TableCell>
      <TableCell className={cn(WIDE, "whitespace-nowrap")}>{lead?.lastFailureKind ? words(lead.lastFailureKind, lead.lastResponseStatus).short : (lead?.lastResponseStatus ?? "–")}</TableCell>
      <TableCell className={WIDE}><Timestamp at={event.receivedAt} focusable={false} /></TableCell>
      {tools && <TableCell className="pl-0 text-right"><EventRowMenu event={event} href={href} resend={tools.resend} onResent={tools.onChanged} /></TableCell>}
    </TableRow>
  );
}
