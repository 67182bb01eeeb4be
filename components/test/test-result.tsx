"use client";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { RotateCw } from "lucide-react";
import { useEffect, useState, useTransition } from "react";
import { toast } from "@/components/toast";
import { useFailureWords } from "@/components/events/failure-words";
import { EventTypeName } from "@/components/event-type-name";
import { JsonView } from "@/components/json-view";
import { StatusBadge } from "@/components/status-badge";
import { Timestamp } from "@/components/timestamp";
import { Button } from "@/components/ui/button";
import { useFormat } from "@/components/use-format";
import { routes } from "@/lib/routes";
import type { DeliveryDetail } from "@/lib/services/deliveries/read";

type Failure = { ok: false; error: { message: string; fix?: string } };
export type ReadResult = (input: { deliveryId: string }) => Promise<{ ok: true; data: DeliveryDetail } | Failure>;
export type Resend = (input: { deliveryId: string }) => Promise<{ ok: true; data: { isNew: boolean } } | Failure>;

/** A test that was sent from this page, with what it was. */
export interface SentTest { eventId: string; deliveryId: string; eventType: string; subscription: string; at: Date }

// Often enough to show an answer within a second of its coming.
const POLL_MS = 300;
const SLOW_MS = 20_000;

/** One test and its answers: waits for the next one while it is on its way, and can be sent once more. */
export function TestResult({ sent, isOpen, read, resend }: { sent: SentTest; isOpen: boolean; read: ReadResult; resend: Resend }) {
  const t = useTranslations("test.result");
  const format = useFormat();
  const words = useFailureWords();
  const { delivery, isSlow, look } = useDelivery(sent.deliveryId, read);
  const [isPending, startTransition] = useTransition();
  const attempt = delivery?.attempts[0];
  const isMoving = !delivery || delivery.state === "sending" || delivery.state === "waiting";
  const failure = attempt?.failureKind ? words(attempt.failureKind, attempt.response?.status ?? null) : null;
  const press = () => startTransition(async () => {
    const result = await resend({ deliveryId: sent.deliveryId }).catch(() => null);
    if (!result?.ok) toast.error(result ? [result.error.message, result.error.fix].filter(Boolean).join(" ") : t("offline"));
    else if (result.data.isNew) toast.success(t("resent"));
    look();
  });
  const outcome = !attempt ? t(isSlow ? "slow" : "waiting")
    : failure ? t("failed", { reason: failure.title })
      : t("delivered", { status: attempt.response?.status ?? 0, duration: format.duration(attempt.durationMs) });
  return (
    <details open={isOpen} className="border-b border-border text-sm last:border-0">
      <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 hover:bg-subtle sm:px-5">
        <StatusBadge status={delivery?.state ?? "sending"} />
        <span className="min-w-0 flex-1 truncate"><EventTypeName name={sent.eventType} inline /> <span className="text-muted-foreground">{t("to", { subscription: sent.subscription })}</span></span>
        <Timestamp at={sent.at} focusable={false} className="text-xs text-muted-foreground" />
      </summary>
      <div className="space-y-3 px-4 pb-4 sm:px-5">
        <p aria-live="polite">{outcome}</p>
        {failure && <p className="text-muted-foreground">{failure.next}</p>}
        {delivery?.nextAttemptAt && delivery.state === "retrying" && <p className="text-muted-foreground">{t("next")} <Timestamp at={delivery.nextAttemptAt} /></p>}
        <div className="flex flex-wrap gap-2">
          <Button asChild variant="outline" size="sm"><Link href={routes.events.detail(sent.eventId)}>{t("open")}</Link></Button>
          <Button variant="outline" size="sm" disabled={isPending || isMoving} onClick={press} title={t("resendHint")}>
            <RotateCw aria-hidden className={isPending || isMoving ? "motion-safe:animate-spin" : undefined} />{t("resend")}
          </Button>
          {delivery && delivery.attemptCount > 1 && <span className="self-center text-xs text-muted-foreground">{t("attempts", { count: delivery.attemptCount })}</span>}
        </div>
        {attempt?.response && <JsonView text={attempt.response.body ?? ""} label={`${t("response")} · ${attempt.response.status} · ${format.duration(attempt.durationMs)}`} />}
        {attempt?.isWhole && <JsonView text={attempt.request.body} label={t("request")} />}
      </div>
    </details>
  );
}

/** A delivery as it stands; asks again while it is on its way, and after `look`. */
function useDelivery(deliveryId: string, read: ReadResult) {
  const [delivery, setDelivery] = useState<DeliveryDetail | null>(null);
  const [isSlow, setIsSlow] = useState(false);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const startedAt = Date.now();
    const ask = async () => {
      const result = document.visibilityState === "visible" ? await read({ deliveryId }).catch(() => null) : null;
      if (isGone) return;
      if (result?.ok) setDelivery(result.data);
      const state = result?.ok ? result.data.state : "sending";
      const isLate = Date.now() - startedAt > SLOW_MS;
      setIsSlow(isLate);
      if (state === "sending" || state === "waiting") timer = setTimeout(ask, isLate ? POLL_MS * 10 : POLL_MS);
      else if (result?.ok && (state === "retrying" || state === "held")) timer = setTimeout(ask, waitFor(result.data.nextAttemptAt));
    };
    void ask();
    return () => { isGone = true; clearTimeout(timer); };
  }, [deliveryId, read, asked]);
  return { delivery, isSlow, look: () => setAsked((times) => times + 1) };
}

function waitFor(nextAttemptAt: Date | null): number {
  const ms = nextAttemptAt ? new Date(nextAttemptAt).getTime() - Date.now() : SLOW_MS;
  return Math.min(Math.max(ms, POLL_MS), SLOW_MS);
}
