"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { routes, type RouteQuery } from "@/lib/routes";
import type { EventFiltersInput } from "@/lib/services/events/filters";
import type { EventRow } from "@/lib/services/events/list";
import { EventSelectionProvider, useEventSelection } from "./event-selection";
import { EventTable } from "./event-table";
import type { Resend } from "./resend-button";

/**
 * The list of events with its selection.
 * @param actions what can be done with the selection or with all that is shown; reads it by useEventSelection
 */
export function EventList({ events, filters, resend, actions }: { events: EventRow[]; filters: EventFiltersInput; resend: Resend; actions?: ReactNode }) {
  return (
    <EventSelectionProvider events={events} filters={filters}>
      <SelectionBar>{actions}</SelectionBar>
      <Card><ChoosableTable events={events} resend={resend} /></Card>
    </EventSelectionProvider>
  );
}

function ChoosableTable({ events, resend }: { events: EventRow[]; resend: Resend }) {
  const router = useRouter();
  const selection = useEventSelection();
  const hrefOf = (event: EventRow) => routes.events.detail(event.id, selection.filters as RouteQuery);
  return <EventTable events={events} tools={{ selection, hrefOf, resend, onChanged: () => router.refresh() }} />;
}

/** How many are chosen, what can be done with them, and the way to choose none. */
function SelectionBar({ children }: { children: ReactNode }) {
  const t = useTranslations("events.select");
  const { selected, clear } = useEventSelection();
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm empty:hidden" aria-live="polite">
      {selected.length > 0 && (
        <>
          <span className="font-medium">{t("count", { count: selected.length })}</span>
          <Button variant="ghost" size="sm" onClick={clear}>{t("clear")}</Button>
        </>
      )}
      {children}
    </div>
  );
}
