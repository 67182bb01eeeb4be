"use client";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { Fragment, type ReactNode } from "react";
import { useFailureWords } from "@/components/events/failure-words";
import { Name, NameIn } from "@/components/name";
import { useEventTypeWords } from "@/components/own-event-types";
import { Timestamp } from "@/components/timestamp";
import { Alert } from "@/components/ui/alert";
import { useFormat } from "@/components/use-format";
import { routes } from "@/lib/routes";
import type { ReplayDetail } from "@/lib/services/replays/read";
import { isHeld } from "./replay-status";

/** The plan in words: to whom and how many, which events, how fast. */
export function ReplayFacts({ replay }: { replay: ReplayDetail }) {
  const t = useTranslations("replays");
  const format = useFormat();
  const words = useReplayWords();
  const facts: [string, ReactNode][] = [
    [t("plan.to"), <ul key="to" className="space-y-0.5">{replay.targets.map(({ subscription, count, isEstimate }) => (
      <li key={subscription.id}>
        {subscription.status === "deleted" ? <Name text={subscription.name} /> : <Link href={routes.subscriptions.detail(subscription.id)} className="font-medium hover:underline"><Name text={subscription.name} /></Link>}
        <span className="text-muted-foreground"> · {t(isEstimate ? "about" : "deliveries", { count })}</span>
      </li>
    ))}</ul>],
    [t("plan.period"), <span key="period"><Timestamp at={replay.from} format="absolute" /> {t("plan.until")} <Timestamp at={replay.to} format="absolute" /></span>],
    [t("plan.include"), words.include(replay)],
    [t("plan.filter"), words.filters(replay).join(" · ")],
    [t("plan.rate"), <span key="rate">{t("perSec", { count: format.count(replay.ratePerSec) })}<span className="text-muted-foreground"> · {t("plan.duration", { duration: format.duration(Math.max(1_000, Math.ceil(replay.durationMs / 1_000) * 1_000)) })}</span></span>],
    [t("plan.order"), t(replay.keepOrder ? "plan.ordered" : "plan.unordered")],
    [t("plan.retries"), t(replay.retries ? "plan.retried" : "plan.once")],
  ];
  return (
    <div className="space-y-4">
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[10rem_minmax(0,1fr)]">
        {facts.filter(([, value]) => value !== "").map(([label, value]) => <Fragment key={label}><dt className="text-muted-foreground">{label}</dt><dd className="min-w-0 break-words max-sm:mb-2">{value}</dd></Fragment>)}
      </dl>
      {replay.targets.filter(({ subscription }) => isHeld(subscription.status)).map(({ subscription }) => (
        <Alert key={subscription.id} tone="warning"><NameIn name={subscription.name}>{(name) => t("plan.held", { name, status: t(`plan.heldStatus.${subscription.status as "paused"}`) })}</NameIn></Alert>
      ))}
    </div>
  );
}

/** What a replay is about, in words. */
export function useReplayWords() {
  const t = useTranslations("replays");
  const failure = useFailureWords();
  const types = useEventTypeWords();
  return {
    include: (replay: ReplayDetail) => replay.include.map((state) => t(`include.${state}`)).join(", "),
    filters: ({ filter }: ReplayDetail): string[] => [
      filter.eventIds && t("form.events", { count: filter.eventIds.length }),
      filter.product?.name,
      filter.eventType && types.choice(filter.eventType),
      filter.response && t("plan.response", { response: filter.response }),
      filter.failure && failure(filter.failure, null).title,
      filter.resent && t("form.resent", { resent: filter.resent }),
      filter.search && t("plan.search", { search: filter.search }),
      filter.test === "hide" ? null : t(`plan.test.${filter.test}`),
    ].filter((text) => text !== null && text !== undefined),
    targets: ({ targets }: ReplayDetail) => (targets.length === 1 ? targets[0]!.subscription.name : t("many", { count: targets.length })),
  };
}
