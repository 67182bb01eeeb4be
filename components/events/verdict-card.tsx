import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { IfMay } from "@/components/access";
import { Name, NameIn } from "@/components/name";
import { FailedSince } from "@/components/replays/failed-since";
import type { ReplayActions } from "@/components/replays/replay-button";
import { useClauseWords } from "@/components/subscriptions/clause-words";
import { StatusBadge } from "@/components/status-badge";
import { Timestamp } from "@/components/timestamp";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { routes } from "@/lib/routes";
import type { DeliveryDetail } from "@/lib/services/deliveries/read";
import type { AttemptDetail } from "@/lib/services/deliveries/read-attempts";
import type { VerdictRow } from "@/lib/services/events/get";
import { headOf } from "./attempt-head";
import { AttemptItem } from "./attempt-item";
import type { AttemptTools } from "./attempt-tools";
import { OlderAttempts } from "./older-attempts";
import { ResendButton, type Resend } from "./resend-button";

interface Tools { resend: Resend; replay: ReplayActions; attempt: AttemptTools }

/**
 * What became of an event for one subscription, and every try to deliver it.
 * @param isOpen shows the last attempt whole at once
 */
export function VerdictCard({ row, hasProduct, receivedAt, eventBody, isOpen, tools }: { row: VerdictRow; hasProduct: boolean; receivedAt: Date; eventBody: string; isOpen: boolean; tools: Tools }) {
  const t = useTranslations("events");
  const clauseWords = useClauseWords();
  const { subscription } = row;
  const name = <Name text={subscription.name} />;
  return (
    <Card>
      <CardHeader
        className={row.deliveries.length === 0 ? "border-b-0" : undefined}
        title={subscription.isDeleted ? <>{name} <Badge tone="muted">{t("deleted")}</Badge></> : <Link href={routes.subscriptions.detail(subscription.id)} className="hover:underline">{name}</Link>}
        description={
          <>
            {t(`verdict.${wordsOf(row, hasProduct)}` as never)}
            {row.clause && <> {clauseWords(row.clause)}. {row.found === null ? t("verdict.notThere") : t("verdict.found", { value: row.found })}</>}
            {row.since && <> {t("verdict.since")} <Timestamp at={row.since} format="short" />{row.by && <> <NameIn name={row.by}>{(by) => t("verdict.by", { by })}</NameIn></>}.</>}
            {subscription.nameThen !== subscription.name && <> <NameIn name={subscription.nameThen}>{(name) => t("verdict.nameThen", { name })}</NameIn></>}
          </>
        }
      />
      {row.deliveries.map((delivery) => <DeliveryPart key={delivery.id} delivery={delivery} receivedAt={receivedAt} eventBody={eventBody} isOpen={isOpen} tools={tools} />)}
    </Card>
  );
}

function DeliveryPart({ delivery, receivedAt, eventBody, isOpen, tools }: { delivery: DeliveryDetail; receivedAt: Date; eventBody: string; isOpen: boolean; tools: Tools }) {
  const t = useTranslations("events");
  const { subscription } = delivery;
  const oldest = delivery.attempts.at(-1);
  return (
    <CardContent className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <StatusBadge status={delivery.state} />
          {delivery.hold && <span className="text-muted-foreground">{t(`hold.${delivery.hold.reason}`)}{delivery.hold.since && <> {t("summary.since")} <Timestamp at={delivery.hold.since} format="short" /></>}</span>}
          <span>{t("columns.attempts")}: {t("attemptsOf", { made: delivery.attemptCount, max: Math.max(delivery.maxAttempts, delivery.attemptCount) })}</span>
          {delivery.nextAttemptAt && delivery.state === "retrying" && <span>{t("nextTry")}: <Timestamp at={delivery.nextAttemptAt} isAhead /></span>}
          {delivery.state === "failed" && <span className="text-muted-foreground">{t("noNextTry")}</span>}
        </p>
        {!subscription.isDeleted && (
          <IfMay permission="event.resend">
            <div className="flex flex-wrap gap-2">
              {(delivery.state === "failed" || delivery.state === "retrying" || (delivery.state === "held" && delivery.lastFailureKind !== null)) && <FailedSince subscriptionId={subscription.id} since={receivedAt} actions={tools.replay} />}
              <ResendButton deliveryId={delivery.id} subscription={subscription.name} url={subscription.url} isSending={delivery.state === "sending"} resend={tools.resend} />
            </div>
          </IfMay>
        )}
      </div>
      {delivery.attempts.length === 0 && <p className="text-sm text-muted-foreground">{t("attempt.none")}</p>}
      {delivery.attempts.map((attempt, index) => (
        <AttemptItem key={attempt.number} deliveryId={delivery.id} head={headOf(attempt)} detail={isOpen && index === 0 && attempt.isWhole ? slim(attempt, eventBody) : null} tools={tools.attempt} />
      ))}
      {oldest && oldest.number > 1 && <OlderAttempts key={delivery.id} deliveryId={delivery.id} before={oldest.number} tools={tools.attempt} />}
    </CardContent>
  );
}

/** A verdict, told more exactly where what it is about is not there: no product, or nothing sent yet. */
function wordsOf({ verdict, deliveries }: VerdictRow, hasProduct: boolean): string {
  if (verdict === "product_not_selected" && !hasProduct) return "no_product";
  return verdict === "delivered_to" && deliveries.every(({ attemptCount }) => attemptCount === 0) ? "selected" : verdict;
}

/** Without a body that is the event's own, which the page carries once. */
function slim(attempt: AttemptDetail, eventBody: string): AttemptDetail {
  return attempt.request.body === eventBody ? { ...attempt, request: { ...attempt.request, body: "" } } : attempt;
}
