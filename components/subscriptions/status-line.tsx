import { useTranslations } from "next-intl";
import { useFailureWords } from "@/components/events/failure-words";
import { Timestamp } from "@/components/timestamp";
import type { SubscriptionDetail } from "@/lib/services/subscriptions/read";

/** Why it was disabled when nobody did it. */
const REASONS = { receiver_gone: "gone", receiver_asked: "asked", down_too_long: "down" } as const;

/** How it stands and since when, in words, and what that means for what waits. @param waiting null where that is told elsewhere */
export function StatusLine({ subscription, waiting }: { subscription: SubscriptionDetail; waiting: number | null }) {
  const t = useTranslations("subscriptions.line");
  const words = useFailureWords();
  const { status, statusChangedBy, statusReason, down } = subscription;
  const why = status === "disabled" ? REASONS[statusReason as keyof typeof REASONS] : undefined;
  const held = waiting === null ? null : waiting > 0 ? t(status === "active" ? "waiting" : "held", { count: waiting }) : status === "active" ? null : t("noneHeld");
  if (down) {
    return (
      <>
        {t("down")} <Timestamp at={down.since} format="short" />{down.failureKind && `: ${words(down.failureKind, down.responseStatus).title}`}. {down.nextTryAt && <>{t("nextTry")} <Timestamp at={down.nextTryAt} format="short" />.</>}
      </>
    );
  }
  return (
    <>
      {why ? t(`disabled_${why}`) : statusChangedBy && status !== "active" ? t(`${status}By`, { name: statusChangedBy }) : t(status)}
      {status !== "active" && <> <Timestamp at={subscription.statusChangedAt} />.</>} {held}
    </>
  );
}
