import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { useFailureWords } from "@/components/events/failure-words";
import { Name, NameIn } from "@/components/name";
import { Timestamp } from "@/components/timestamp";
import { Badge, type Tone } from "@/components/ui/badge";
import { routes } from "@/lib/routes";
import type { AttentionItem } from "@/lib/services/attention/list";
import { AttentionTools, type AttentionActions } from "./attention-tools";

const TONES = { failing: "danger", down: "danger", paused: "warning", disabled: "muted" } as const satisfies Record<AttentionItem["reason"], Tone>;

/** One cause at one subscription: what, since when, how many; and what to do about it. */
export function AttentionRow({ item, actions }: { item: AttentionItem; actions: AttentionActions }) {
  const t = useTranslations("overview.attention");
  const words = useFailureWords();
  const { subscription, reason, failureKind, last, acknowledged } = item;
  const isFailing = reason === "failing";
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0 space-y-0.5">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <Badge tone={TONES[reason]}>{t(reason)}</Badge>
          <Link href={routes.subscriptions.detail(subscription.id)} className="min-w-0 font-medium hover:underline"><Name text={subscription.name} /></Link>
          <span>{failureKind && words(failureKind, item.responseStatus).title} {t("since")} <Timestamp at={item.since} format="short" />{item.why && <>: {t(`why.${item.why}`)}</>}{item.by && <> <NameIn name={item.by}>{(name) => t("by", { name })}</NameIn></>}</span>
        </p>
        <p className="flex flex-wrap gap-x-3 text-[13px] leading-5 text-muted-foreground">
          {item.failed > 0 && <span>{t("failed", { count: item.failed })}</span>}
          {item.waiting > 0 && <span>{t(isFailing ? "waiting" : "held", { count: item.waiting })}</span>}
          {!isFailing && item.waiting === 0 && <span>{t("nothingHeld")}</span>}
          {last && <span><Link href={routes.events.detail(last.eventId)} className="text-link underline underline-offset-2">{t("last")}</Link> <Timestamp at={last.at} /></span>}
          {acknowledged && <span><NameIn name={acknowledged.by}>{(name) => t("seen", { name })}</NameIn> <Timestamp at={acknowledged.at} /></span>}
        </p>
      </div>
      <div className="flex flex-wrap gap-2"><AttentionTools item={item} actions={actions} /></div>
    </li>
  );
}
