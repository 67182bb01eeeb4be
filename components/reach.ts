"use client";
import { useTranslations } from "next-intl";
import { unstable_rethrow, useRouter } from "next/navigation";
import { useCallback, useTransition } from "react";
import { routes } from "@/lib/routes";

interface Unreached { ok: false; error: { message: string; fix?: string; issues: { path: string; message: string }[] } }

/** Turns a call that does not get through into a failure like any other, in words: uncaught it would take the whole page away. */
export function useReach(): <Result>(call: Promise<Result>) => Promise<Result | Unreached> {
  const t = useTranslations("common.error");
  return useCallback((call) => call.catch((error: unknown) => {
    unstable_rethrow(error);
    return { ok: false, error: { message: t("offline"), issues: [] } };
  }), [t]);
}

/**
 * Fetches the page's data anew, where the server can be reached. Where it cannot (a restart, a laptop that wakes up),
 * Next would leave the page for the browser's own of an error, with all that was typed on it.
 * @returns the way to do so, and whether it is under way
 */
export function useRefresh(): [refresh: () => void, isPending: boolean] {
  const router = useRouter();
  const [isPending, start] = useTransition();
  const refresh = useCallback(() => start(async () => {
    const isReached = await fetch(routes.health(), { cache: "no-store" }).then(() => true, () => false);
    if (isReached) start(() => router.refresh());
  }), [router]);
  return [refresh, isPending];
}
