"use client";
import { useTranslations } from "next-intl";
import { Table, TableBody, TableHead, TableHeader, TableRow, WIDE } from "@/components/ui/table";
import type { EventRow } from "@/lib/services/events/list";
import { EventTableRow, type RowTools } from "./event-table-row";
import type { EventSelection } from "./event-selection";

const COLUMNS = ["status", "event", "product", "subscription", "attempts", "response", "time"] as const;

/** A row an event, with the delivery that needs most attention. The row is a link; with tools, it can be chosen and has a menu. */
export function EventTable({ events, tools }: { events: EventRow[]; tools?: RowTools }) {
  const t = useTranslations("events");
  return (
    <Table aria-label={t("title")}>
      <TableHeader>
        <TableRow>
          {tools && <TableHead className="w-10 pr-0"><ChooseAll events={events} selection={tools.selection} /></TableHead>}
          {COLUMNS.map((column) => <TableHead key={column} className={column === "event" ? undefined : WIDE}>{t(`columns.${column}`)}</TableHead>)}
          {tools && <TableHead className="w-10"><span className="sr-only">{t("menu.column")}</span></TableHead>}
        </TableRow>
      </TableHeader>
      <TableBody>{events.map((event) => <EventTableRow key={event.id} event={event} tools={tools} />)}</TableBody>
    </Table>
  );
}

function ChooseAll({ events, selection: { selected, toggle } }: { events: EventRow[]; selection: EventSelection }) {
  const t = useTranslations("events.select");
  const isWhole = selected.length === events.length;
  return (
    <input
      type="checkbox" className="relative z-[1] size-4 align-middle accent-primary" aria-label={t("page")} checked={isWhole}
      ref={(box) => { if (box) box.indeterminate = selected.length > 0 && !isWhole; }}
      onChange={(change) => toggle(events.map((event) => event.id), change.target.checked)}
    />
  );
}
