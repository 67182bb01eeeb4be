import { useTranslations } from "next-intl";
import Link from "next/link";
import { Card, CardContent } from "@/components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { cn } from "@/lib/cn";
import { formatCount, formatDay } from "@/lib/format";
import { routes, type RouteQuery } from "@/lib/routes";
import type { TimelineDay } from "@/lib/services/events/timeline";

/** A bar a day; each leads to its day. The same numbers stand in a table below. */
export function Timeline({ days, filters }: { days: TimelineDay[]; filters: RouteQuery }) {
  const t = useTranslations("events");
  const highest = Math.max(1, ...days.map((day) => day.delivered + day.waiting + day.failed));
  const hrefOf = (day: TimelineDay) => routes.events.list({ ...filters, period: undefined, day: filters.day === day.day ? undefined : day.day });
  const labelOf = (day: TimelineDay) => t("timeline.bar", {
    day: formatDay(day.day), received: day.received === null ? "none" : formatCount(day.received),
    delivered: formatCount(day.delivered), waiting: formatCount(day.waiting), failed: formatCount(day.failed),
  });
  return (
    <Card>
      <CardContent className="space-y-2">
        <div className="flex flex-wrap items-center justify-between gap-2 text-xs text-muted-foreground">
          <h2 className="font-medium">{t("timeline.title")}</h2>
          <p className="flex gap-3">
            <span className="flex items-center gap-1"><span aria-hidden className="size-2 rounded-sm bg-chart-delivered" />{t("delivered")}</span>
            <span className="flex items-center gap-1"><span aria-hidden className="size-2 rounded-sm bg-chart-waiting" />{t("waiting")}</span>
            <span className="flex items-center gap-1"><span aria-hidden className="size-2 rounded-sm bg-chart-failed" />{t("failed")}</span>
          </p>
        </div>
        <ol className="flex h-24 items-stretch gap-px">
          {days.map((day) => (
            <li key={day.day} className="min-w-0 flex-1">
              {day.existed ? (
                <Link href={hrefOf(day)} scroll={false} prefetch={false} aria-label={labelOf(day)} title={labelOf(day)} aria-current={filters.day === day.day ? "date" : undefined}
                  className={cn("flex h-full flex-col justify-end rounded-sm hover:bg-muted", filters.day === day.day && "bg-muted ring-1 ring-primary")}>
                  {(["failed", "waiting", "delivered"] as const).map((kind) => day[kind] > 0 && (
                    <span key={kind} className={cn("block min-h-0.5 w-full", { failed: "bg-chart-failed", waiting: "bg-chart-waiting", delivered: "bg-chart-delivered" }[kind])} style={{ height: `${(day[kind] / highest) * 100}%` }} />
                  ))}
                  {day.delivered + day.waiting + day.failed === 0 && <span className="block h-0.5 w-full bg-border-strong" />}
                </Link>
              ) : <span className="flex h-full items-end" title={`${formatDay(day.day)}: ${t("timeline.notYet")}`}><span className="block w-full border-b border-dotted border-border-strong" /></span>}
            </li>
          ))}
        </ol>
        <p className="flex justify-between text-xs text-muted-foreground"><span>{formatDay(days[0]!.day)}</span><span>{formatDay(days.at(-1)!.day)}</span></p>
        <details className="text-sm">
          <summary className="cursor-pointer text-xs text-muted-foreground">{t("timeline.table")}</summary>
          <div className="mt-2 max-h-72 overflow-y-auto">
            <Table>
              <TableHeader><TableRow><TableHead>{t("day")}</TableHead><TableHead>{t("received")}</TableHead><TableHead>{t("delivered")}</TableHead><TableHead>{t("waiting")}</TableHead><TableHead>{t("failed")}</TableHead></TableRow></TableHeader>
              <TableBody>
                {days.toReversed().filter((day) => day.existed).map((day) => (
                  <TableRow key={day.day}>
                    <TableCell><Link href={hrefOf(day)} prefetch={false} className="underline">{formatDay(day.day)}</Link></TableCell>
                    <TableCell>{day.received === null ? "–" : formatCount(day.received)}</TableCell>
                    <TableCell>{formatCount(day.delivered)}</TableCell><TableCell>{formatCount(day.waiting)}</TableCell><TableCell>{formatCount(day.failed)}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </div>
        </details>
      </CardContent>
    </Card>
  );
}
