"use client";
import { useRouter } from "next/navigation";
import { useRef, useTransition } from "react";
import { useLiveChanges } from "./live";

const PAUSE_MS = 1_000;

/** Fetches the page's data anew when something changed in the workspace; at most once a second, and one fetch at a time. */
export function RefreshOnChange({ active }: { active: boolean }) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useLiveChanges(() => {
    if (timer.current || isPending) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      startTransition(() => router.refresh());
    }, PAUSE_MS);
  }, active);
  return null;
}
