import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyableId } from "@/components/copyable-id";
import { CopyButton } from "@/components/copy-button";
import { EventTypeName } from "@/components/event-type-name";
import { Timestamp } from "@/components/timestamp";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { useFormat } from "@/components/use-format";
import { useClauseWords } from "./clause-words";
import { useRetryWords } from "./retry-words";
import { waitsBetween } from "@/lib/domain/retry-waits";
import type { SubscriptionDetail } from "@/lib/services/subscriptions/read";

/** What it is set to, to be read; `action` leads to where it is changed. */
export function SettingsSummary({ subscription, action }: { subscription: SubscriptionDetail; action: ReactNode }) {
  const t = useTranslations("subscriptions");
  const format = useFormat();
  const row = (name: string, value: ReactNode) => (
    <div className="grid gap-x-4 gap-y-0.5 py-2 sm:grid-cols-[9rem_minmax(0,1fr)]"><dt className="text-[13px] text-muted-foreground">{name}</dt><dd className="min-w-0 text-sm break-words">{value}</dd></div>
  );
  const { products, eventTypes, headers, filter } = subscription;
  const words = useClauseWords();
  const retryWords = useRetryWords();
  return (
    <Card>
      <CardHeader title={t("settings.title")} actions={action} />
      <CardContent className="py-2">
        <dl className="divide-y divide-border">
          {row(t("settings.url"), <span className="inline-flex max-w-full items-start gap-1"><code className="font-mono text-xs leading-6 break-all">{subscription.url}</code><CopyButton value={subscription.url} label={t("settings.copyUrl")} className="size-6 shrink-0 [&_svg]:size-3.5" /></span>)}
          {row(t("settings.products"), subscription.allProducts ? t("allProducts") : products.length > 0 ? products.map(({ name }) => name).join(", ") : t("settings.noProduct"))}
          {row(t("settings.eventTypes"), subscription.allEventTypes ? t("allEvents") : <ul>{eventTypes.map((name) => <li key={name}><EventTypeName name={name} inline /></li>)}</ul>)}
          {row(t("settings.filter"), filter === null ? t("settings.noFilter") : (
            <>
              {filter.clauses.length > 1 && <span className="block text-xs text-muted-foreground">{t(filter.match === "all" ? "settings.filterAll" : "settings.filterAny")}</span>}
              <ul>{filter.clauses.map((clause, index) => <li key={index}>{words(clause)}</li>)}</ul>
            </>
          ))}
          {row(t("settings.format"), t(`form.formats.${subscription.format}.name`))}
          {row(t("settings.headers"), headers.length > 0 ? <span className="font-mono text-xs leading-5">{headers.map(({ name }) => name).join(", ")}</span> : t("settings.none"))}
          {row(t("settings.hotmart"), subscription.hotmartCompatible ? t("settings.yes") : t("settings.no"))}
          {row(t("settings.limits"), t("settings.limitsText", { timeout: format.duration(subscription.timeoutMs), attempts: subscription.maxAttempts, inFlight: subscription.maxInFlight, rate: subscription.ratePerSec ?? 0 }))}
          {row(t("settings.retries"), retryWords(waitsBetween(subscription.maxAttempts, subscription.retryWaitsSec)))}
          {row(t("settings.created"), <Timestamp at={subscription.createdAt} />)}
          {row(t("settings.id"), <CopyableId id={subscription.id} />)}
        </dl>
      </CardContent>
    </Card>
  );
}
