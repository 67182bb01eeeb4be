"use client";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useEffect, useState } from "react";
import { JsonView } from "@/components/json-view";
import { StatusBadge } from "@/components/status-badge";
import { Button } from "@/components/ui/button";
import { formatDuration } from "@/lib/format";
import { routes } from "@/lib/routes";
import type { DeliveryDetail } from "@/lib/services/deliveries/read";
import { useFailureWords } from "./failure-words";

export type ReadResult = (input: { deliveryId: string }) => Promise<{ ok: true; data: DeliveryDetail } | { ok: false }>;

// Often enough to show an answer within a second of its coming.
const POLL_MS = 300;
const SLOW_MS = 20_000;

/** Waits for the first answer of a test and shows it. */
export function TestResult({ sent, read }: { sent: { eventId: string; deliveryId: string }; read: ReadResult }) {
  const t = useTranslations("test.result");
  const words = useFailureWords();
  const [delivery, setDelivery] = useState<DeliveryDetail | null>(null);
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const startedAt = Date.now();
    const look = async () => {
      const result = await read({ deliveryId: sent.deliveryId }).catch(() => null);
      if (isGone) return;
      if (result?.ok) setDelivery(result.data);
      if (result?.ok && result.data.attempts.length > 0) return;
      const isLate = Date.now() - startedAt > SLOW_MS;
      setIsSlow(isLate);
      timer = setTimeout(look, isLate ? POLL_MS * 10 : POLL_MS);
    };
    void look();
    return () => { isGone = true; clearTimeout(timer); };
  }, [sent.deliveryId, read]);
  const attempt = delivery?.attempts[0];
  const failure = attempt?.failureKind ? words(attempt.failureKind, attempt.response?.status ?? null) : null;
  return (
    <div className="space-y-4 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <StatusBadge status={delivery?.state ?? "sending"} />
        <span>{!attempt ? t(isSlow ? "slow" : "waiting") : failure ? t("failed", { reason: failure.title }) : t("delivered", { status: attempt.response?.status ?? 0, duration: formatDuration(attempt.durationMs) })}</span>
      </div>
      {failure && <p className="text-muted-foreground">{failure.next}</p>}
      {attempt?.response && <JsonView text={attempt.response.body ?? ""} label={`${t("response")} · ${attempt.response.status} · ${formatDuration(attempt.durationMs)}`} />}
      {attempt && <JsonView text={attempt.request.body} label={t("request")} />}
      <Button asChild variant="outline" size="sm"><Link href={routes.events.detail(sent.eventId)}>{t("open")}</Link></Button>
    </div>
  );
}
