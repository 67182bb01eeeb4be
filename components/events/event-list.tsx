"use client";
import { useTranslations } from "next-intl";
import { useCallback, useRef } from "react";
import { useRefresh } from "@/components/reach";
import { RefreshOnChange } from "@/components/refresh-on-change";
import { BulkResend } from "@/components/replays/bulk-resend";
import type { ReplayActions } from "@/components/replays/replay-button";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { routes, type RouteQuery } from "@/lib/routes";
import type { EventFiltersInput } from "@/lib/services/events/filters";
import type { EventRow } from "@/lib/services/events/list";
import { EventSelectionProvider, useEventSelection } from "./event-selection";
import { EventTable } from "./event-table";
import type { Resend } from "./resend-button";
import { useLiveEvents, type ReadChanges } from "./use-live-events";

interface Props {
  events: EventRow[];
  filters: EventFiltersInput;
  /** Whether this is the newest page, to which events that come would belong. */
  isNewest: boolean;
  resend: Resend;
  readChanges: ReadChanges;
  replay: ReplayActions;
}

/** The list of events with its selection. It changes in place while it stands open; what came new waits to be asked for. */
export function EventList({ events, filters, isNewest, resend, readChanges, replay }: Props) {
  const { rows, newer, look } = useLiveEvents({ events, filters, countsNewer: isNewest, readChanges });
  return (
    <EventSelectionProvider events={rows} filters={filters}>
      <SelectionBar replay={replay} />
      <div className="scroll-mt-24">
        <NewEvents count={newer} />
        <Card><ChoosableTable events={rows} resend={resend} onChanged={() => void look()} /></Card>
      </div>
    </EventSelectionProvider>
  );
}

// Newer than this is every event.
const BEFORE_ALL = `evt_${"0".repeat(26)}`;

/** In the place of a list that has nothing yet: fetches the page once something came that belongs on it. */
export function AwaitFirst({ filters, readChanges }: Pick<Props, "filters" | "readChanges">) {
  const hasCome = useCallback(async () => {
    const answer = await readChanges({ ...filters, newest: BEFORE_ALL, shown: [] }).catch(() => null);
    return Boolean(answer?.ok && answer.data.newer > 0);
  }, [filters, readChanges]);
  return <RefreshOnChange isWorthIt={hasCome} />;
}

function ChoosableTable({ events, resend, onChanged }: { events: EventRow[]; resend: Resend; onChanged: () => void }) {
  const selection = useEventSelection();
  const hrefOf = (event: EventRow) => routes.events.detail(event.id, selection.filters as RouteQuery);
  return <EventTable events={events} tools={{ selection, hrefOf, resend, onChanged }} />;
}

/** Tells how many events came since the list was shown; the list itself stays still until it is asked for. */
function NewEvents({ count }: { count: number }) {
  const t = useTranslations("events");
  const [refresh, isPending] = useRefresh();
  const place = useRef<HTMLDivElement>(null);
  const show = () => {
    // From further down the new ones would come in above, unseen.
    const list = place.current?.parentElement;
    if (list && list.getBoundingClientRect().top < 0) list.scrollIntoView({ block: "start" });
    refresh();
  };
  return (
    // Over the list's upper edge, and with the reader who is further down: in the flow it would push the list down.
    <div ref={place} aria-live="polite" className="pointer-events-none sticky top-20 z-10 flex h-0 items-start justify-end sm:justify-center lg:top-10">
      {count > 0 && <Button size="sm" className="pointer-events-auto -mt-6 shrink-0 shadow-md" disabled={isPending} onClick={show}>{count >= 100 ? t("newEventsMany") : t("newEvents", { count })}</Button>}
    </div>
  );
}

/** How many are chosen, what can be done with them, and the way to choose none. */
function SelectionBar({ replay }: { replay: ReplayActions }) {
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
      <BulkResend actions={replay} />
    </div>
  );
}
