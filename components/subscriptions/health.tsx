import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Duration } from "@/components/duration";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { useFormat } from "@/components/use-format";
import type { SubscriptionHealth } from "@/lib/services/subscriptions/read-health";
import { DayBars } from "./day-bars";

/** The last 24 hours in numbers: how much arrived, what waits, and how fast the receiver answers. */
export function Health({ health }: { health: SubscriptionHealth }) {
  const t = useTranslations("subscriptions.health");
  const format = useFormat();
  const { answers, lastDay } = health;
  const fact = (name: string, value: ReactNode, note?: ReactNode) => (
    <div className="min-w-0"><dt className="text-xs text-muted-foreground">{name}</dt><dd className="text-lg leading-7 font-semibold tabular-nums">{value}</dd>{note && <dd className="text-xs text-muted-foreground">{note}</dd>}</div>
  );
  return (
    <Card>
      <CardHeader title={t("title")} description={t("description")} actions={<DayBars day={lastDay} className="h-8" />} />
      <CardContent>
        <dl className="grid grid-cols-2 gap-x-4 gap-y-5 sm:grid-cols-4">
          {/* Rounded down, so that one failure among thousands never reads as 100%. */}
          {fact(t("rate"), health.successRate === null ? "–" : t("percent", { share: Math.floor(health.successRate * 1_000) / 1_000 }), t("rateNote"))}
          {fact(t("delivered"), format.count(lastDay.delivered))}
          {fact(t("failed"), format.count(lastDay.failed))}
          {fact(t("waiting"), format.count(health.waiting), t("sending", { count: health.sending }))}
          {fact(t("p50"), <Duration ms={answers?.p50Ms} />, t("p50Note"))}
          {fact(t("p95"), <Duration ms={answers?.p95Ms} />, t("p95Note"))}
          {fact(t("p99"), <Duration ms={answers?.p99Ms} />, t("p99Note"))}
          {fact(t("answers"), answers ? format.count(answers.count) : "–", t("answersNote"))}
        </dl>
      </CardContent>
    </Card>
  );
}
