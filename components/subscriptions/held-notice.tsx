import { useTranslations } from "next-intl";
import { HeldTools, type HeldActions } from "@/components/overview/held-tools";
import { Alert } from "@/components/ui/alert";
import type { SubscriptionDetail } from "@/lib/services/subscriptions/read";

/** While a subscription sends nothing: how many wait, and what can be done with them. */
export function HeldNotice({ subscription: { id, name, status, down }, waiting, actions }: { subscription: SubscriptionDetail; waiting: number; actions: HeldActions }) {
  const t = useTranslations("subscriptions.line");
  return (
    <Alert tone="warning" title={waiting > 0 ? t("held", { count: waiting }) : t("noneHeld")} actions={<HeldTools target={{ id, name, status, isDown: down !== null, waiting }} actions={actions} />}>
      {t(down ? "heldDown" : "heldOff")}
    </Alert>
  );
}
