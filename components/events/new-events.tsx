"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";

const POLL_MS = 4_000;

/** Tells how many events came since the list was shown; the list itself stays still until it is asked for. */
export function NewEvents<Query>({ query, count }: { query: Query; count: (query: Query) => Promise<{ ok: true; data: { count: number } } | { ok: false }> }) {
  const t = useTranslations("events");
  const router = useRouter();
  const key = JSON.stringify(query);
  const [found, setFound] = useState({ key, count: 0 });
  useEffect(() => {
    let isGone = false;
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible") return;
      // Offline for a moment is no news; the next round asks again.
      count(JSON.parse(key) as Query).then((result) => { if (!isGone && result.ok) setFound({ key, count: result.data.count }); }, () => {});
    }, POLL_MS);
    return () => { isGone = true; clearInterval(timer); };
  }, [key, count]);
  const fresh = found.key === key ? found.count : 0;
  return (
    <div aria-live="polite" className="flex justify-center empty:hidden">
      {fresh > 0 && <Button variant="secondary" size="sm" onClick={() => router.refresh()}>{fresh >= 100 ? t("newEventsMany") : t("newEvents", { count: fresh })}</Button>}
    </div>
  );
}
