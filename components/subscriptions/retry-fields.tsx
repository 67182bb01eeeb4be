"use client";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { readWaits, RETRY_WAITS, waitsBetween } from "@/lib/domain/retry-waits";
import { SUBSCRIPTION_LIMITS } from "@/lib/domain/subscription";
import { AllOrSome } from "./choice";
import type { Issues, SetDraft, SubscriptionDraft } from "./draft";
import { useRetryWords } from "./retry-words";

const { min, max } = SUBSCRIPTION_LIMITS.maxAttempts;

/** How often a failed delivery is tried again, and when: by the usual growing waits, or by a list. */
export function RetryFields({ draft, set, issue }: { draft: SubscriptionDraft; set: SetDraft; issue: Issues }) {
  const t = useTranslations("subscriptions.form");
  const isGrowing = draft.retry === "growing";
  const listed = readWaits(draft.retryWaits);
  const waits = soundWaits(draft);
  const words = useRetryWords();
  return (
    <div className="space-y-3">
      <AllOrSome name="retry" legend={t("retry")} isAll={isGrowing} onChange={(growing) => set({ retry: growing ? "growing" : "listed" })} all={t("retryGrowing")} some={t("retryListed")} error={undefined}>
        <Field label={t("retryWaits")} htmlFor="retry-waits" hint={t("retryWaitsHint", { most: RETRY_WAITS.most })} className="max-w-md"
          error={issue("retryWaitsSec") ?? listed.map((_, index) => issue(`retryWaitsSec.${index}`)).find(Boolean)}>
          <Input value={draft.retryWaits} onChange={(event) => set({ retryWaits: event.target.value })} placeholder="5s, 5m, 30m, 2h" spellCheck={false} autoComplete="off" maxLength={400} className="font-mono text-[13px]" />
        </Field>
      </AllOrSome>
      {isGrowing && (
        <Field label={t("attempts")} htmlFor="attempts" hint={t("attemptsHint")} error={issue("maxAttempts")} className="max-w-md">
          <Input type="number" inputMode="numeric" min={min} max={max} value={draft.maxAttempts} onChange={(event) => set({ maxAttempts: event.target.value })} />
        </Field>
      )}
      <p aria-live="polite" className="text-[13px] leading-5 text-pretty text-muted-foreground">{waits && words(waits)}</p>
    </div>
  );
}

/** The waits that are typed, or null while they are none. */
function soundWaits({ retry, retryWaits, maxAttempts }: SubscriptionDraft): number[] | null {
  if (retry === "growing") {
    const attempts = Number(maxAttempts);
    return Number.isInteger(attempts) && attempts >= min && attempts <= max ? waitsBetween(attempts, null) : null;
  }
  const waits = readWaits(retryWaits);
  return waits.length > 0 && waits.length <= RETRY_WAITS.most && waits.every((sec) => sec >= RETRY_WAITS.sec.min && sec <= RETRY_WAITS.sec.max) ? waits : null;
}
