"use client";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useFailureWords } from "@/components/events/failure-words";
import { useReach } from "@/components/reach";
import { JsonView } from "@/components/json-view";
import { useEventTypeWords } from "@/components/own-event-types";
import { inputOf, type SubscriptionDraft } from "@/components/subscriptions/draft";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useFormat } from "@/components/use-format";
import type { EventTypeGroups } from "@/lib/services/subscriptions/list-event-types";
import type { DraftTestResult } from "@/lib/services/subscriptions/test-draft";
import { testDraftAction } from "../actions";

/** Sends a sample to the address as it is set up now, and shows the answer. */
export function LiveTest({ draftId, draft, groups }: { draftId: string | null; draft: SubscriptionDraft; groups: EventTypeGroups }) {
  const t = useTranslations("subscriptions.wizard.test");
  const words = useFailureWords();
  const catalogue = useEventTypeWords();
  const types = groups.flatMap((group) => group.types).filter((type) => draft.allEventTypes || draft.eventTypes.includes(type.name));
  const [chosen, setChosen] = useState("");
  const eventType = types.some((type) => type.name === chosen) ? chosen : (types[0]?.name ?? "PURCHASE_APPROVED");
  const [answer, setAnswer] = useState<DraftTestResult | { problem: string } | null>(null);
  const [isPending, startTransition] = useTransition();
  const reach = useReach();
  const send = () => startTransition(async () => {
    if (!draftId) return;
    const result = await reach(testDraftAction({ id: draftId, eventType, subscription: inputOf(draft) }));
    setAnswer(result.ok ? result.data : { problem: [result.error.message, ...result.error.issues.map((issue) => issue.message)].join(" ") });
  });
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t("eventType")} htmlFor="test-type" className="min-w-56 flex-1">
          <Select value={eventType} onChange={(event) => setChosen(event.target.value)}>
            {types.map((type) => <option key={type.name} value={type.name}>{catalogue.choice(type.name)}</option>)}
          </Select>
        </Field>
        <Button variant="outline" onClick={send} disabled={isPending || !draftId}>{isPending ? t("sending") : t("send")}</Button>
      </div>
      <div aria-live="polite" className="space-y-3" data-testid="live-test">
        {answer && ("problem" in answer ? <Alert tone="danger" title={t("notSent")}>{answer.problem}</Alert> : <Answer answer={answer} words={words} />)}
      </div>
    </div>
  );
}

function Answer({ answer, words }: { answer: DraftTestResult; words: ReturnType<typeof useFailureWords> }) {
  const t = useTranslations("subscriptions.wizard.test");
  const format = useFormat();
  const failure = answer.failureKind ? words(answer.failureKind, answer.responseStatus) : null;
  return (
    <>
      {failure
        ? <Alert tone="danger" title={t("failed", { reason: failure.title })}>{failure.next}{answer.failureDetail && <span className="mt-1 block font-mono text-xs break-all">{answer.failureDetail}</span>}</Alert>
        : <Alert tone="success" title={t("delivered", { status: answer.responseStatus ?? 0, duration: format.duration(answer.durationMs) })}>{t("deliveredHint")}</Alert>}
      {answer.responseBody && <JsonView text={answer.responseBody} label={t("response")} />}
      <JsonView text={answer.requestBody} label={t("request")} />
    </>
  );
}
