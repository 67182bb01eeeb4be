import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { routes } from "@/lib/routes";

/** After a subscription was made: what came before it, and the way to send that, too. */
export function BackfillHint({ subscriptionId, count, isComplete }: { subscriptionId: string; count: number; isComplete: boolean }) {
  const t = useTranslations("subscriptions.backfill");
  return (
    <Alert title={t(isComplete ? "title" : "atLeast", { count })} actions={<Button asChild variant="outline" size="sm"><Link href={routes.replays.new({ subscription: subscriptionId, include: "never" })}>{t("action")}</Link></Button>}>
      {t("text")}
    </Alert>
  );
}
