"use client";
import { useRef, useState } from "react";
import { useLiveChanges } from "@/components/live";
import type { EventFiltersInput } from "@/lib/services/events/filters";
import type { EventRow } from "@/lib/services/events/list";
import type { ListChanges, ReadChangesInput } from "@/lib/services/events/read-changes";

export type ReadChanges = (input: ReadChangesInput) => Promise<{ ok: true; data: ListChanges } | { ok: false }>;

/**
 * The rows of a list as they stand now, in the order in which they were shown, and how many events came since.
 * @param countsNewer false on a page that new events don't belong to
 */
export function useLiveEvents({ events, filters, countsNewer, readChanges }: { events: EventRow[]; filters: EventFiltersInput; countsNewer: boolean; readChanges: ReadChanges }) {
  const [state, setState] = useState({ events, rows: events, newer: 0 });
  // Another page, or this one fetched anew: begin again from what it holds.
  const current = state.events === events ? state : { events, rows: events, newer: 0 };
  if (current !== state) setState(current);
  const isAsking = useRef(false);
  const isMissed = useRef(false);
  const look = async (): Promise<void> => {
    if (isAsking.current) return void (isMissed.current = true);
    isAsking.current = true;
    const newest = countsNewer ? events[0]?.id : undefined;
    // Offline for a moment is no news; the stream says when it is back.
    const answer = await readChanges({ ...filters, ...(newest ? { newest } : {}), shown: events.map(({ id }) => id) }).catch(() => null);
    isAsking.current = false;
    if (answer?.ok) {
      const fresh = new Map(answer.data.events.map((event) => [event.id, event]));
      setState((before) => (before.events === events ? { events, rows: events.map((event) => fresh.get(event.id) ?? event), newer: answer.data.newer } : before));
    }
    if (!isMissed.current) return;
    isMissed.current = false;
    await look();
  };
  useLiveChanges(() => void look());
  return { rows: current.rows, newer: current.newer, look };
}
