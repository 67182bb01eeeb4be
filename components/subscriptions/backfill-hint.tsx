import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { routes } from "@/lib/routes";

/** After a subscription was made, or selects other events than before: what came earlier, and the way to send that, too. @param made null after a change */
export function BackfillHint({ subscriptionId, made }: { subscriptionId: string; made: { count: number; isComplete: boolean } | null }) {
  const t = useTranslations("subscriptions.backfill");
  return (
    <Alert title={made ? t(made.isComplete ? "title" : "atLeast", { count: made.count }) : t("changed")} actions={<Button asChild variant="outline" size="sm"><Link href={routes.replays.new({ subscription: subscriptionId, include: "never" })}>{t("action")}</Link></Button>}>
      {t(made ? "text" : "changedText")}
    </Alert>
  );
}
