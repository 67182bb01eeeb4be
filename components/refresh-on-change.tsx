"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { useLiveChanges } from "./live";
import { useRefresh } from "./reach";

const PAUSE_MS = 1_000;

/**
 * Fetches the page's data anew when something changed in the workspace; at most once a second, and one fetch at a time.
 * @param isWorthIt asked first, on a page that most changes do not concern; the same function from one rendering to the next
 */
export function RefreshOnChange({ active = true, isWorthIt }: { active?: boolean; isWorthIt?: () => Promise<boolean> }) {
  const [isAsking, setAsking] = useState(false);
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
      if (!isWorthIt) return refresh();
      setAsking(true);
      void isWorthIt().then((isSo) => {
        if (isSo) refresh();
        setAsking(false);
      });
    }, PAUSE_MS);
  }, [refresh, isWorthIt]);
  useLiveChanges(() => {
    isChanged.current = true;
    fetchSoon();
  }, active);
  useEffect(() => {
    if (isPending || isAsking) return;
    isFetching.current = false;
    // What changed during a fetch may have come too late for it, so it is fetched once more.
    fetchSoon();
  }, [isPending, isAsking, fetchSoon]);
  return null;
}
