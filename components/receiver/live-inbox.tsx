"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";

const POLL_MS = 1_000;
type ReadVersion = (input: { receiverId: string }) => Promise<{ ok: true; data: { version: string } } | { ok: false }>;

/** Asks every second, while the tab is seen, whether anything changed, and fetches the page only then. */
export function LiveInbox({ receiverId, shown, read }: { receiverId: string; shown: string; read: ReadVersion }) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const known = useRef(shown);
  useEffect(() => { known.current = shown; }, [shown]);
  useEffect(() => {
    if (isPending) return;
    let isGone = false;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      // Offline for a moment is no news; the next round asks again.
      const result = document.visibilityState === "visible" ? await read({ receiverId }).catch(() => null) : null;
      if (isGone) return;
      if (result?.ok && result.data.version !== known.current) {
        known.current = result.data.version;
        return startTransition(() => router.refresh());
      }
      timer = setTimeout(look, POLL_MS);
    };
    timer = setTimeout(look, POLL_MS);
    return () => { isGone = true; clearTimeout(timer); };
  }, [isPending, receiverId, read, router]);
  return null;
}
