"use client";
import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";

/** Fetches the page's data anew every 700 ms while something is in flight and the tab is seen; one fetch at a time. */
export function RefreshWhile({ active }: { active: boolean }) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  useEffect(() => {
    if (!active || isPending) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") startTransition(() => router.refresh());
    }, 700);
    return () => clearInterval(timer);
  }, [active, isPending, router]);
  return null;
}
