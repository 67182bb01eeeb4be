import { CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useFailureWords } from "@/components/events/failure-words";
import { Timestamp } from "@/components/timestamp";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { routes } from "@/lib/routes";
import type { AttentionItem } from "@/lib/services/overview/list-attention";

const TONES = { failing: "danger", paused: "warning", disabled: "muted" } as const satisfies Record<AttentionItem["reason"], Tone>;

/** What a person should look at, and the way to it. */
export function AttentionList({ items }: { items: AttentionItem[] }) {
  const t = useTranslations("overview.attention");
  return (
    <Card>
      <CardHeader title={t("title")} />
      {items.length === 0 && <CardContent className="flex items-center gap-2 text-sm text-muted-foreground"><CircleCheck aria-hidden className="size-4 shrink-0 text-success" />{t("fine")}</CardContent>}
      <ul className="divide-y divide-border">{items.map((item) => <Item key={item.subscription.id} item={item} />)}</ul>
    </Card>
  );
}

function Item({ item: { subscription, ...item } }: { item: AttentionItem }) {
  const t = useTranslations("overview.attention");
  const words = useFailureWords();
  const isFailing = item.reason === "failing";
  const filter = { subscriptionId: subscription.id };
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0 space-y-0.5">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
          <Badge tone={TONES[item.reason]}>{t(item.reason)}</Badge>
          <Link href={routes.subscriptions.detail(subscription.id)} className="break-words hover:underline">{subscription.name}</Link>
        </p>
        <p className="flex flex-wrap gap-x-3 text-[13px] leading-5 text-muted-foreground">
          {!isFailing && <span>{t("since")} <Timestamp at={item.since} />{item.by && ` ${t("by", { name: item.by })}`}</span>}
          {isFailing && item.failed > 0 && <span>{t("failed", { count: item.failed })}</span>}
          {item.waiting > 0 && <span>{t(isFailing ? "waiting" : "held", { count: item.waiting })}</span>}
          {!isFailing && item.waiting === 0 && <span>{t("nothingHeld")}</span>}
          {item.lastFailure && (
            <span><Link href={routes.events.detail(item.lastFailure.eventId)} className="text-link underline underline-offset-2">{t("last", { reason: words(item.lastFailure.kind, item.lastFailure.responseStatus).title })}</Link> <Timestamp at={item.lastFailure.at} /></span>
          )}
        </p>
      </div>
      <div className="flex gap-2">
        {isFailing && item.failed > 0 && <Button asChild variant="outline" size="sm"><Link href={routes.events.list({ ...filter, status: "failed", period: "24h" })}>{t("seeFailed")}</Link></Button>}
        {item.waiting > 0 && <Button asChild variant="outline" size="sm"><Link href={routes.events.list({ ...filter, status: "waiting" })}>{t("seeWaiting")}</Link></Button>}
      </div>
    </li>
  );
}
