"use client";
import { useSyncExternalStore } from "react";

// Keys alone can be turned off: speech input and a slip of the hand press them, too (WCAG 2.1.4).
const STORE = "aviso_single_keys";
const listeners = new Set<() => void>();

/** Whether keys alone mean something in this browser. */
export function readsSingleKeys(): boolean {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true; // storage is shut
  }
}

/** The setting, and the way to change it. */
export function useSingleKeys(): [boolean, (isOn: boolean) => void] {
  const isOn = useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, readsSingleKeys, () => true);
  const set = (next: boolean) => {
    try {
      if (next) localStorage.removeItem(STORE);
      else localStorage.setItem(STORE, "off");
    } catch {
      // Then it stays as it is.
    }
    for (const listener of listeners) listener();
  };
  return [isOn, set];
}
