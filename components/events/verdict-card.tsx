import { useTranslations } from "next-intl";
import Link from "next/link";
import { IfMay } from "@/components/access";
import { StatusBadge } from "@/components/status-badge";
import { Timestamp } from "@/components/timestamp";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { formatDay } from "@/lib/format";
import { routes } from "@/lib/routes";
import type { VerdictRow } from "@/lib/services/events/get";
import { AttemptView } from "./attempt-view";
import { ResendButton, type Resend } from "./resend-button";

/** What became of an event for one subscription, and every try to deliver it. */
export function VerdictCard({ row, resend }: { row: VerdictRow; resend: Resend }) {
  const t = useTranslations("events");
  const { subscription } = row;
  return (
    <Card>
      <CardHeader
        title={subscription.isDeleted ? <>{subscription.name} <Badge tone="muted">{t("deleted")}</Badge></> : <Link href={routes.subscriptions.detail(subscription.id)} className="hover:underline">{subscription.name}</Link>}
        description={<>{t(`verdict.${row.verdict}` as never)}{row.since && <> {t("verdict.sinceBy", { since: formatDay(row.since), by: row.by ?? "none" })}</>}</>}
      />
      {row.deliveries.map((delivery) => (
        <CardContent key={delivery.id} className="space-y-3">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
              <StatusBadge status={delivery.state} />
              <span>{t("columns.attempts")}: {t("attemptsOf", { made: delivery.attemptCount, max: Math.max(delivery.maxAttempts, delivery.attemptCount) })}</span>
              {delivery.nextAttemptAt && delivery.state === "retrying" && <span>{t("nextTry")}: <Timestamp at={delivery.nextAttemptAt} /></span>}
              {delivery.state === "failed" && <span className="text-muted-foreground">{t("noNextTry")}</span>}
            </p>
            {!subscription.isDeleted && <IfMay permission="event.resend"><ResendButton deliveryId={delivery.id} subscription={subscription.name} url={delivery.subscription.url} isSending={delivery.state === "sending"} resend={resend} /></IfMay>}
          </div>
          {delivery.attempts.length === 0 && <p className="text-sm text-muted-foreground">{t("attempt.none")}</p>}
          {delivery.attempts.map((attempt, index) => <AttemptView key={attempt.number} attempt={attempt} isOpen={index === 0} />)}
        </CardContent>
      ))}
    </Card>
  );
}
