"use client";
import { useEffect } from "react";
import { useRefresh } from "@/components/reach";

const MOVING_MS = 500;
const LONGEST_MS = 30_000;

/** Fetches the page anew: often while deliveries are on their way, else when the next thing is due; one fetch at a time, none in a hidden tab. */
export function RefreshRun({ isMoving, nextAt }: { isMoving: boolean; nextAt: Date | null }) {
  const [refresh, isPending] = useRefresh();
  const nextMs = nextAt ? new Date(nextAt).getTime() : null;
  useEffect(() => {
    if (isPending || (!isMoving && nextMs === null)) return;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      const untilDue = isMoving ? MOVING_MS : nextMs! - Date.now() + MOVING_MS;
      timer = setTimeout(look, Math.min(Math.max(untilDue, MOVING_MS), LONGEST_MS));
    };
    const look = () => {
      if (document.visibilityState === "visible") refresh();
      wait();
    };
    wait();
    return () => clearTimeout(timer);
  }, [isPending, isMoving, nextMs, refresh]);
  return null;
}
