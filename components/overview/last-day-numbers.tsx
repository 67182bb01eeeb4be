import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { useFormat } from "@/components/use-format";
import { cn } from "@/lib/cn";
import { routes } from "@/lib/routes";
import type { LastDay } from "@/lib/services/overview/last-day";

/** The last 24 hours in numbers; each leads to its events. */
export function LastDayNumbers({ day }: { day: LastDay }) {
  const t = useTranslations("overview.day");
  const format = useFormat();
  const settled = day.delivered + day.failed;
  // Rounded down, so that one failure among thousands never reads as 100%.
  const rate = settled === 0 ? t("noRate") : format.percent(Math.floor((day.delivered / settled) * 1000) / 1000);
  const numbers = [
    { key: "received", value: format.count(day.received), href: routes.events.list({ period: "24h", test: "hide" }), tone: "" },
    { key: "delivered", value: format.count(day.delivered), href: routes.events.list({ period: "24h", status: "delivered", test: "hide" }), tone: "" },
    { key: "failed", value: format.count(day.failed), href: routes.events.list({ period: "24h", status: "failed", test: "hide" }), tone: day.failed > 0 ? "text-danger" : "" },
    { key: "waiting", value: format.count(day.waiting), href: routes.events.list({ status: "waiting", test: "hide" }), tone: day.waiting > 0 ? "text-warning" : "" },
    { key: "rate", value: rate, href: null, tone: "" },
  ] as const;
  return (
    <section aria-label={t("title")}>
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
        {numbers.map(({ key, value, href, tone }) => (
          <li key={key} className={cn("relative min-w-0 rounded-lg border border-border bg-card p-4 shadow-xs", href ? "hover:bg-subtle" : "col-span-2 sm:col-span-1")}>
            <p className="text-[13px] leading-5 text-muted-foreground">{href ? <Link href={href} className="after:absolute after:inset-0">{t(key)}</Link> : t(key)}</p>
            <p className={cn("mt-1 text-2xl leading-8 font-semibold tracking-tight tabular-nums", tone)}>{value}</p>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-xs text-muted-foreground">{t("note")}</p>
    </section>
  );
}
