import { useTranslations } from "next-intl";
import { Timestamp } from "@/components/timestamp";
import type { EventSummary } from "@/lib/services/events/get";
import { useFailureWords } from "./failure-words";

/** How it went, in one line. */
export function EventSummaryLine({ summary }: { summary: EventSummary }) {
  const t = useTranslations("events");
  const reason = useFailureWords()(summary.failureKind, summary.responseStatus).title;
  return (
    <>
      {t(`summary.${summary.kind}`, { count: summary.count, subscription: summary.subscription, attempts: summary.attempts, reason })}
      {summary.kind === "retrying" && summary.nextAttemptAt && <> {t("nextTry")}: <Timestamp at={summary.nextAttemptAt} />.</>}
    </>
  );
}
