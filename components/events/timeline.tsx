"use client";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { Card, CardContent } from "@/components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { useFormat } from "@/components/use-format";
import { cn } from "@/lib/cn";
import { routes, type RouteQuery } from "@/lib/routes";
import type { EventTimeline } from "@/lib/services/events/timeline";
import { BAR_COLOURS, BAR_KINDS, partsOf, TimelineBars } from "./timeline-bars";
import { chosenRange, rangeQuery, sumRange, type BarRange } from "./timeline-range";

const COLUMNS = ["received", "delivered", "waiting", "failed", "cancelled"] as const;

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
    const told = (count: number | null) => (count === null ? "none" : format.count(count));
    return t("timeline.bar", { day: nameOf(range), received: told(sums.received), delivered: told(sums.delivered), waiting: told(sums.waiting), failed: told(sums.failed), cancelled: told(sums.cancelled || null) });
  };
  const columns = COLUMNS.filter((name) => name !== "cancelled" || bars.some((bar) => bar.cancelled > 0));
  return (
    <Card>
      <CardContent className="space-y-2">
        <div className="flex flex-wrap items-center justify-between gap-2 text-xs text-muted-foreground">
          <h2 className="font-medium">
            {unit === "day" ? t("timeline.title") : t("timeline.hours", { day: format.day(bars[0]!.from) })}
            {(isWholeDay || chosen !== null) && <> · <Link className="text-link underline" href={routes.events.list({ ...filters, ...widened("day", "") })} scroll={false}>{t("timeline.all")}</Link></>}
          </h2>
          <p className="flex flex-wrap gap-x-3">
            {BAR_KINDS.filter((kind) => kind === "delivered" || kind === "waiting" || kind === "failed" || bars.some((bar) => partsOf(bar)[kind] > 0)).map((kind) => (
              <span key={kind} className="flex items-center gap-1"><span aria-hidden className={cn("size-2 rounded-sm", BAR_COLOURS[kind])} />{t(kind)}</span>
            ))}
          </p>
        </div>
        <TimelineBars key={`${bars[0]!.from}${unit}`} bars={bars} chosen={chosen} hrefOf={hrefOf} labelOf={labelOf} />
        <p className="flex justify-between text-xs text-muted-foreground"><span>{start(0)}</span><span>{end(bars.length - 1)}</span></p>
        <details className="text-sm">
          <summary className="cursor-pointer text-xs text-muted-foreground">{t("timeline.table")}</summary>
          <div className="mt-2 max-h-72 overflow-y-auto">
            <Table>
              <TableHeader><TableRow><TableHead>{t(unit)}</TableHead>{columns.map((name) => <TableHead key={name}>{t(name)}</TableHead>)}</TableRow></TableHeader>
              <TableBody>
                {bars.map((bar, index) => ({ bar, range: { first: index, last: index } })).toReversed().filter(({ bar }) => bar.existed).map(({ bar, range }) => (
                  <TableRow key={bar.from}>
                    <TableCell><Link href={hrefOf(range)} scroll={false} prefetch={false} className="underline">{nameOf(range)}</Link></TableCell>
                    {columns.map((name) => <TableCell key={name}>{bar[name] === null ? "–" : format.count(bar[name])}</TableCell>)}
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
  return { period: undefined, day: unit === "hour" ? from.slice(0, 10) : undefined, from: undefined, to: undefined };
}
