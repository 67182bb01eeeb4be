"use client";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { Card, CardContent } from "@/components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { useFormat } from "@/components/use-format";
import { routes, type RouteQuery } from "@/lib/routes";
import type { EventTimeline } from "@/lib/services/events/timeline";
import { TimelineBars } from "./timeline-bars";
import { chosenRange, rangeQuery, sumRange, type BarRange } from "./timeline-range";

// The roll-ups don't know these.
const NOT_COUNTED = ["response", "failure", "resent", "search"] as const;

/** A bar a day, or an hour of one day; each narrows the list. The same numbers stand in a table below. */
export function Timeline({ timeline, filters }: { timeline: EventTimeline; filters: RouteQuery }) {
  const t = useTranslations("events");
  const format = useFormat();
  const { bars, unit } = timeline;
  const chosen = chosenRange(bars, filters);
  const isWholeDay = unit === "hour" && filters.day !== undefined;
  const hrefOf = (range: BarRange) => {
    const isAgain = chosen?.first === range.first && chosen.last === range.last;
    return routes.events.list({ ...filters, ...(isAgain ? widened(unit, bars[0]!.from) : rangeQuery(bars, range)) });
  };
  const start = (index: number) => (unit === "day" ? format.day(bars[index]!.from) : format.hour(bars[index]!.from));
  const end = (index: number) => (unit === "day" ? format.day(bars[index]!.from) : format.hour(bars[index]!.to));
  const nameOf = ({ first, last }: BarRange) => (first === last && unit === "day" ? start(first) : `${start(first)} – ${end(last)}`);
  const labelOf = (range: BarRange) => {
    const sums = sumRange(bars, range);
    return t("timeline.bar", { day: nameOf(range), received: sums.received === null ? "none" : format.count(sums.received), delivered: format.count(sums.delivered), waiting: format.count(sums.waiting), failed: format.count(sums.failed) });
  };
  const isPartial = NOT_COUNTED.some((name) => filters[name] !== undefined);
  return (
    <Card>
      <CardContent className="space-y-2">
        <div className="flex flex-wrap items-center justify-between gap-2 text-xs text-muted-foreground">
          <h2 className="font-medium">
            {unit === "day" ? t("timeline.title") : t("timeline.hours", { day: format.day(bars[0]!.from) })}
            {(isWholeDay || chosen !== null) && <> · <Link className="text-link underline" href={routes.events.list({ ...filters, ...widened("day", "") })} scroll={false}>{t("timeline.all")}</Link></>}
          </h2>
          <p className="flex gap-3">
            <span className="flex items-center gap-1"><span aria-hidden className="size-2 rounded-sm bg-chart-delivered" />{t("delivered")}</span>
            <span className="flex items-center gap-1"><span aria-hidden className="size-2 rounded-sm bg-chart-waiting" />{t("waiting")}</span>
            <span className="flex items-center gap-1"><span aria-hidden className="size-2 rounded-sm bg-chart-failed" />{t("failed")}</span>
          </p>
        </div>
        <TimelineBars key={`${bars[0]!.from}${unit}`} bars={bars} chosen={chosen} hrefOf={hrefOf} labelOf={labelOf} />
        <p className="flex justify-between text-xs text-muted-foreground"><span>{start(0)}</span><span>{end(bars.length - 1)}</span></p>
        {isPartial && <p className="text-xs text-muted-foreground">{t("timeline.partial")}</p>}
        <details className="text-sm">
          <summary className="cursor-pointer text-xs text-muted-foreground">{t("timeline.table")}</summary>
          <div className="mt-2 max-h-72 overflow-y-auto">
            <Table>
              <TableHeader><TableRow><TableHead>{t(unit)}</TableHead><TableHead>{t("received")}</TableHead><TableHead>{t("delivered")}</TableHead><TableHead>{t("waiting")}</TableHead><TableHead>{t("failed")}</TableHead></TableRow></TableHeader>
              <TableBody>
                {bars.map((bar, index) => ({ bar, range: { first: index, last: index } })).toReversed().filter(({ bar }) => bar.existed).map(({ bar, range }) => (
                  <TableRow key={bar.from}>
                    <TableCell><Link href={hrefOf(range)} scroll={false} prefetch={false} className="underline">{nameOf(range)}</Link></TableCell>
                    <TableCell>{bar.received === null ? "–" : format.count(bar.received)}</TableCell>
                    <TableCell>{format.count(bar.delivered)}</TableCell><TableCell>{format.count(bar.waiting)}</TableCell><TableCell>{format.count(bar.failed)}</TableCell>
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

/** A step back: from an hour to its day, from a day to all. */
function widened(unit: "day" | "hour", from: string): RouteQuery {
  return { day: unit === "hour" ? from.slice(0, 10) : undefined, from: undefined, to: undefined };
}
