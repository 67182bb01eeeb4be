"use client";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { headOf, type AttemptHead } from "./attempt-head";
import { AttemptItem } from "./attempt-item";
import type { AttemptTools } from "./attempt-tools";

/** The attempts of a delivery that are too many to be listed at once, a page at a time. @param before the oldest that is listed */
export function OlderAttempts({ deliveryId, before, tools }: { deliveryId: string; before: number; tools: AttemptTools }) {
  const t = useTranslations("events.attempt");
  const [known, setKnown] = useState<AttemptHead[]>([]);
  const [hasFailed, setHasFailed] = useState(false);
  const [isPending, startTransition] = useTransition();
  const heads = known.filter(({ number }) => number < before);
  const oldest = heads.at(-1)?.number ?? before;
  const load = useCallback((from: number) => startTransition(async () => {
    const answer = await tools.list({ deliveryId, before: from }).catch(() => null);
    setHasFailed(!answer?.ok);
    if (answer?.ok) setKnown((shown) => [...new Map([...shown, ...answer.data.data.map(headOf)].map((head) => [head.number, head])).values()].toSorted((a, b) => b.number - a.number));
  }), [deliveryId, tools]);
  // As new attempts are made, the page's list begins and ends with newer ones; what it drops belongs here.
  const hasGap = heads.length > 0 && heads[0]!.number < before - 1;
  useEffect(() => { if (hasGap) load(before); }, [hasGap, before, load]);
  return (
    <>
      {heads.map((head) => <AttemptItem key={head.number} deliveryId={deliveryId} head={head} detail={null} tools={tools} />)}
      {hasFailed && <Alert tone="danger" title={t("olderFailed")} />}
      {oldest > 1 && (
        <div className="flex flex-wrap items-center gap-3 text-sm text-muted-foreground">
          <span>{t("older", { count: oldest - 1 })}</span>
          <Button size="sm" variant="outline" disabled={isPending} onClick={() => load(oldest)}>{t("showOlder")}</Button>
        </div>
      )}
    </>
  );
}
