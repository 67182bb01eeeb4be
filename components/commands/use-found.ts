"use client";
import { useEffect, useState } from "react";
import { routes } from "@/lib/routes";
import type { Found } from "@/lib/services/search/find-anything";

/** A hit as it came over the wire. */
export type Hit = Omit<Found, "at"> & { at: string | null };
/** The hits of a text, or why there are none yet. */
export type Search = { state: "idle" | "loading" | "failed"; hits: Hit[] } | { state: "done"; hits: Hit[] };

const PAUSE_MS = 180;
const MIN_CHARS = 2;
const IDLE: Search = { state: "idle", hits: [] };

/** Asks the server what a text may mean, once the typing pauses. What was found before stays until the answer is there. */
export function useFound(text: string): { search: Search; retry: () => void } {
  const wanted = text.trim();
  const [search, setSearch] = useState<Search>(IDLE);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (wanted.length < MIN_CHARS) return setSearch(IDLE);
    setSearch((before) => ({ state: "loading", hits: before.hits }));
    const call = new AbortController();
    const timer = setTimeout(() => {
      readFound(wanted, call.signal).then(
        (hits) => setSearch({ state: "done", hits }),
        () => { if (!call.signal.aborted) setSearch({ state: "failed", hits: [] }); },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      call.abort();
    };
  }, [wanted, round]);
  return { search, retry: () => setRound((count) => count + 1) };
}

async function readFound(text: string, signal: AbortSignal): Promise<Hit[]> {
  const response = await fetch(routes.search({ text }), { signal });
  if (!response.ok) throw new Error(`The search was answered ${response.status}.`);
  return ((await response.json()) as { found: Hit[] }).found;
}
