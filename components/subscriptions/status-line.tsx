import { useTranslations } from "next-intl";
import { Timestamp } from "@/components/timestamp";
import type { SubscriptionDetail } from "@/lib/services/subscriptions/read";

/** How it stands and since when, in words, and what that means for what waits. */
export function StatusLine({ subscription, waiting }: { subscription: SubscriptionDetail; waiting: number }) {
  const t = useTranslations("subscriptions.line");
  const { status, statusChangedBy, statusReason } = subscription;
  const why = status === "disabled" && statusReason === "receiver_gone" ? "gone" : status === "disabled" && statusReason === "receiver_asked" ? "asked" : null;
  return (
    <>
      {why ? t(`disabled_${why}`) : statusChangedBy && status !== "active" ? t(`${status}By`, { name: statusChangedBy }) : t(status)}
      {status !== "active" && <> <Timestamp at={subscription.statusChangedAt} />.</>} {waiting > 0 ? t(status === "active" ? "waiting" : "held", { count: waiting }) : status === "active" ? null : t("noneHeld")}
    </>
  );
}
