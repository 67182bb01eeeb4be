"use client";
import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import type { EventFiltersInput } from "@/lib/services/events/filters";
import type { EventRow } from "@/lib/services/events/list";

/** What is chosen in a list of events, and what the list shows: the two things that a bulk action can be about. */
export interface EventSelection {
  /** The chosen rows of this page, newest first. */
  selected: EventRow[];
  /** What the list is narrowed by, as in its URL. */
  filters: EventFiltersInput;
  isSelected(eventId: string): boolean;
  toggle(eventIds: string[], isChosen: boolean): void;
  clear(): void;
}

const SelectionContext = createContext<EventSelection | null>(null);

/** Keeps what is chosen; rows that leave the page are no longer chosen. */
export function EventSelectionProvider({ events, filters, children }: { events: EventRow[]; filters: EventFiltersInput; children: ReactNode }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const value = useMemo<EventSelection>(() => ({
    selected: events.filter((event) => chosen.has(event.id)),
    filters,
    isSelected: (id) => chosen.has(id),
    toggle: (ids, isChosen) => setChosen((before) => {
      const next = new Set(before);
      for (const id of ids) if (isChosen) next.add(id); else next.delete(id);
      return next;
    }),
    clear: () => setChosen(new Set()),
  }), [events, filters, chosen]);
  return <SelectionContext value={value}>{children}</SelectionContext>;
}

/** What is chosen in the list around. */
export function useEventSelection(): EventSelection {
  const selection = useContext(SelectionContext);
  if (!selection) throw new Error("useEventSelection needs a list of events around it.");
  return selection;
}
