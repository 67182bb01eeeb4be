"use client";
import { useEffect, useEffectEvent } from "react";
import { routes } from "@/lib/routes";

// One stream a tab, whatever on the page listens; none while the tab is hidden. The browser reconnects by itself as long
// as it can; where it gave up (signed out for a moment, a restart), this tries again, ever more rarely.
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;
const listeners = new Set<() => void>();
let source: EventSource | null = null;
let retryTimer: ReturnType<typeof setTimeout> | undefined;
let retryMs = FIRST_RETRY_MS;

function fire(): void {
  for (const listener of listeners) listener();
}

function open(): void {
  clearTimeout(retryTimer);
  if (source || listeners.size === 0 || document.visibilityState !== "visible") return;
  const mine = (source = new EventSource(routes.live()));
  mine.addEventListener("change", fire);
  mine.addEventListener("open", () => {
    retryMs = FIRST_RETRY_MS;
    // What happened since the page was made, or while the stream was away, was not told.
    fire();
  });
  mine.addEventListener("error", () => {
    if (mine.readyState !== EventSource.CLOSED || source !== mine) return;
    source = null;
    retryTimer = setTimeout(open, retryMs);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  });
}

function close(): void {
  clearTimeout(retryTimer);
  source?.close();
  source = null;
}

function onVisibility(): void {
  if (document.visibilityState !== "visible") return close();
  open();
  fire();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) document.addEventListener("visibilitychange", onVisibility);
  listeners.add(listener);
  open();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener("visibilitychange", onVisibility);
    close();
  };
}

/** Calls when something changed in the workspace, or may have; not while the tab is hidden. */
export function useLiveChanges(onChange: () => void, isActive = true): void {
  const call = useEffectEvent(onChange);
  useEffect(() => (isActive ? subscribe(() => call()) : undefined), [isActive]);
}
