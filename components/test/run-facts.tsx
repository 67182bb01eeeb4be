import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Timestamp } from "@/components/timestamp";
import { Card, CardContent } from "@/components/ui/card";
import { useFormat } from "@/components/use-format";
import { isolated } from "@/lib/domain/name-text";
import type { RunDetail } from "@/lib/services/scenarios/get-run";

/** What a run was given. @param names of the subscriptions it goes to */
export function RunFacts({ run, names }: { run: RunDetail; names: string[] }) {
  const t = useTranslations("scenarios");
  const format = useFormat();
  const { settings } = run;
  const fact = (name: string, value: ReactNode) => <div className="min-w-0"><dt className="text-xs text-muted-foreground">{name}</dt><dd className="text-sm break-words">{value}</dd></div>;
  return (
    <Card>
      <CardContent>
        <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
          {fact(t("detail.to"), names.join(", "))}
          {fact(t("detail.product"), run.product?.name ?? t("exampleProduct"))}
          {fact(t("detail.buyer"), <>{settings.buyer.name}<span className="block truncate text-xs text-muted-foreground" title={isolated(settings.buyer.email)}>{settings.buyer.email}</span></>)}
          {fact(t("detail.price"), format.money(settings.price, settings.currency))}
          {fact(t("detail.speed"), <>{t(`speeds.${settings.speed}`)}{settings.retries && <span className="block text-xs text-muted-foreground">{t("detail.retried")}</span>}</>)}
          {fact(t("detail.started"), <><Timestamp at={run.startedAt} /> {t("detail.by", { name: run.startedBy })}</>)}
        </dl>
      </CardContent>
    </Card>
  );
}
