"use client";
import { useEffect } from "react";
import { useRefresh } from "./reach";

/** Fetches the page's data anew every 700 ms while something is in flight and the tab is seen; one fetch at a time. */
export function RefreshWhile({ active }: { active: boolean }) {
  const [refresh, isPending] = useRefresh();
  useEffect(() => {
    if (!active || isPending) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") refresh();
    }, 700);
    return () => clearInterval(timer);
  }, [active, isPending, refresh]);
  return null;
}
