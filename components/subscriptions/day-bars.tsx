import { useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import type { LastDayOfSubscription } from "@/lib/services/subscriptions/last-day";

/** 24 bars, one an hour: delivered below, failed above. The numbers are said in words beside it. */
export function DayBars({ day, className }: { day: LastDayOfSubscription; className?: string }) {
  const t = useTranslations("subscriptions");
  const most = Math.max(1, ...day.hours.map((hour) => hour.delivered + hour.failed + hour.waiting));
  const height = (count: number) => (count === 0 ? 0 : Math.max(8, (count / most) * 100));
  return (
    <span role="img" aria-label={t("dayBars", { delivered: day.delivered, failed: day.failed })} className={cn("flex h-7 items-end gap-px", className)}>
      {day.hours.map((hour, index) => (
        <span key={index} className="flex h-full w-[3px] flex-col justify-end gap-px bg-transparent">
          {hour.delivered + hour.failed + hour.waiting === 0 && <span className="h-px bg-border-strong" />}
          {hour.failed > 0 && <span className="rounded-[1px] bg-chart-failed" style={{ height: `${height(hour.failed)}%` }} />}
          {hour.waiting > 0 && <span className="rounded-[1px] bg-chart-waiting" style={{ height: `${height(hour.waiting)}%` }} />}
          {hour.delivered > 0 && <span className="rounded-[1px] bg-chart-delivered" style={{ height: `${height(hour.delivered)}%` }} />}
        </span>
      ))}
    </span>
  );
}
