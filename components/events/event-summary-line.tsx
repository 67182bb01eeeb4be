import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { Timestamp } from "@/components/timestamp";
import { isolated } from "@/lib/domain/name-text";
import type { Hold } from "@/lib/services/deliveries/read";
import type { EventSummary, SummaryPart } from "@/lib/services/events/summarise";
import { useFailureWords } from "./failure-words";

const PARTS_MAX = 3;

/** How it went, in words: what arrived, what did not and why, since when, and when it is tried again. */
export function EventSummaryLine({ summary }: { summary: EventSummary }) {
  const t = useTranslations("events.summary");
  const { delivered, total, subscription, attempts, parts } = summary;
  if (total === 0) return <p>{t("none")}</p>;
  const hidden = parts.length - PARTS_MAX;
  return (
    // With spaces of text between them: margins are nothing to a screen reader, and no place to break a line.
    <p>
      {delivered > 0 && <>{parts.length > 0 ? t("some", { delivered, total }) : delivered === 1 ? t("one", { subscription, attempts }) : t("all", { total })}{" "}</>}
      {parts.slice(0, PARTS_MAX).map((part, index) => <Fragment key={index}><Part part={part} />{" "}</Fragment>)}
      {hidden > 0 && <span>{t("more", { count: hidden })}</span>}
    </p>
  );
}

function Part({ part }: { part: SummaryPart }) {
  const t = useTranslations("events.summary");
  const words = useFailureWords();
  const reason = words(part.failureKind, part.responseStatus);
  const values = { subscription: part.subscription, attempts: part.attempts, host: part.host, reason: reason.short };
  const name = (chunks: React.ReactNode) => <strong className="font-medium text-foreground"><bdi className="wrap-anywhere">{chunks}</bdi></strong>;
  const isFailing = (part.kind === "failed" || part.kind === "retrying" || part.kind === "held") && part.attempts > 0;
  return (
    <span>
      {isFailing ? t.rich("failing", { ...values, name }) : part.kind !== "held" && t.rich(part.kind, { ...values, name })}
      {isFailing && part.since && <> {t("since")} <Timestamp at={part.since} format="short" /></>}
      {isFailing && "."}
      {part.hold && <>{isFailing && " "}<HoldWords subscription={part.subscription} hold={part.hold} name={name} /></>}
      {part.kind === "failed" && <> {t("noNext")}</>}
      {part.kind === "retrying" && part.nextAttemptAt && <> {t("next")} <Timestamp at={part.nextAttemptAt} format="short" />.</>}
    </span>
  );
}

/** Why it is on hold, since when, and what ends that. */
function HoldWords({ subscription, hold: { reason, since, by, probeAt }, name }: { subscription: string; hold: Hold; name: (chunks: React.ReactNode) => React.ReactNode }) {
  const t = useTranslations("events.summary");
  const at = (moment: Date | null) => (moment ? <Timestamp at={moment} format="short" /> : "…");
  return <>{t.rich(`hold.${reason}`, { subscription, by: by ? isolated(by) : "none", name, since: () => at(since), probe: () => at(probeAt) })}</>;
}
