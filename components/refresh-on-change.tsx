"use client";
import { useCallback, useEffect, useRef } from "react";
import { useLiveChanges } from "./live";
import { useRefresh } from "./reach";

const PAUSE_MS = 1_000;

/** Fetches the page's data anew when something changed in the workspace; at most once a second, and one fetch at a time. */
export function RefreshOnChange({ active = true }: { active?: boolean }) {
  const [refresh, isPending] = useRefresh();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const isChanged = useRef(false);
  const isFetching = useRef(false);
  const fetchSoon = useCallback(() => {
    if (!isChanged.current || timer.current || isFetching.current) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      isChanged.current = false;
      isFetching.current = true;
      refresh();
    }, PAUSE_MS);
  }, [refresh]);
  useLiveChanges(() => {
    isChanged.current = true;
    fetchSoon();
  }, active);
  useEffect(() => {
    if (isPending) return;
    isFetching.current = false;
    // What changed during a fetch may have come too late for it, so it is fetched once more.
    fetchSoon();
  }, [isPending, fetchSoon]);
  return null;
}
