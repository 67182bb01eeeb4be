"use client";
import { Terminal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { useReach } from "@/components/reach";
import { toast } from "@/components/toast";
import { IfMay } from "@/components/access";
import { copyText } from "@/components/copy-button";
import { SafeText } from "@/components/safe-text";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { AttemptDetail } from "@/lib/services/deliveries/read-attempts";
import { AttemptRequest, AttemptResponse } from "./attempt-request";
import type { AttemptTools } from "./attempt-tools";
import { CompareDialog } from "./compare-dialog";
import { useEventBody } from "./event-body";
import { useFailureWords } from "./failure-words";
import { SignatureDialog } from "./signature-dialog";
import { Waterfall } from "./waterfall";

/** All about one attempt: why it failed and what to do, where the time went, what was sent and answered, side by side. */
export function AttemptView({ deliveryId, attempt, tools }: { deliveryId: string; attempt: AttemptDetail; tools: AttemptTools }) {
  const eventBody = useEventBody();
  const words = useFailureWords();
  const name = { deliveryId, attemptNumber: attempt.number };
  const failure = attempt.failureKind ? words(attempt.failureKind, attempt.response?.status ?? null) : null;
  // An empty body stands for the event's own, which the page carries once.
  const request = { ...attempt.request, body: attempt.request.body || eventBody };
  return (
    <div className="space-y-4">
      {failure && (
        <Alert tone="danger" title={<span className="inline-block first-letter:uppercase">{failure.title}</span>} role="note">
          {failure.next}
          {attempt.failureDetail && <span className="mt-1 block font-mono text-xs break-all"><SafeText text={attempt.failureDetail} /></span>}
        </Alert>
      )}
      <div className="flex flex-wrap gap-2">
        <IfMay permission="event.resend"><CurlButton name={name} tools={tools} /></IfMay>
        <SignatureDialog name={name} request={request} check={tools.checkSignature} />
        <CompareDialog name={name} compare={tools.compare} />
      </div>
      <Waterfall durationMs={attempt.durationMs} parts={attempt.parts} />
      <div className="grid gap-4 lg:grid-cols-2">
        <AttemptRequest request={request} remoteAddress={attempt.remoteAddress} proxy={attempt.proxy} />
        <AttemptResponse response={attempt.response} reason={failure?.title ?? null} />
      </div>
    </div>
  );
}

/** Copies a curl command that the receiver accepts now. */
function CurlButton({ name, tools }: { name: { deliveryId: string; attemptNumber: number }; tools: AttemptTools }) {
  const t = useTranslations("events.curl");
  const [isPending, startTransition] = useTransition();
  const reach = useReach();
  const copy = () => startTransition(async () => {
    const answer = await reach(tools.copyAsCurl(name));
    if (!answer.ok) return void toast.error([answer.error.message, answer.error.fix].filter(Boolean).join(" "));
    const { curl, hidden } = answer.data;
    await copyText(curl).then(() => toast.success(hidden.length > 0 ? t("copiedHidden", { names: hidden.join(", ") }) : t("copied")), () => toast.error(t("failed")));
  });
  return <Button variant="outline" size="sm" disabled={isPending} onClick={copy} title={t("hint")}><Terminal aria-hidden />{t("button")}</Button>;
}
