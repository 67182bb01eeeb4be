import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import type { ReactNode } from "react";
import { JsonView } from "@/components/json-view";
import { SafeText } from "@/components/safe-text";
import { EventTypeName } from "@/components/event-type-name";
import { Timestamp } from "@/components/timestamp";
import { Badge } from "@/components/ui/badge";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { useFormat } from "@/components/use-format";
import { cn } from "@/lib/cn";
import type { Difference } from "@/lib/domain/compare-attempts";
import { routes } from "@/lib/routes";
import type { AttemptComparison } from "@/lib/services/deliveries/compare-attempt";
import type { AttemptDetail } from "@/lib/services/deliveries/read-attempts";
import { useFailureWords } from "./failure-words";

const PARTS = ["dns", "connect", "tls", "firstByte", "download"] as const;

/** Two attempts side by side: status, time, headers, fields, answers. What is equal is left out or quiet. */
export function ComparisonView({ comparison }: { comparison: AttemptComparison }) {
  const t = useTranslations("events.compare");
  const format = useFormat();
  const parts = useTranslations("events.attempt.parts");
  const words = useFailureWords();
  const { good, this: mine } = comparison;
  const outcome = ({ response, failureKind }: AttemptDetail) => <Badge tone={failureKind ? "danger" : "success"}>{response?.status ?? words(failureKind, null).title}</Badge>;
  const ms = (attempt: AttemptDetail, name: (typeof PARTS)[number]) => attempt.parts.find((part) => part.name === name)?.ms;
  const time = (value: number | undefined) => (value === undefined ? "–" : format.duration(value));
  const row = (label: string, before: ReactNode, after: ReactNode, isChanged = false) => (
    <TableRow key={label} className={cn(isChanged && "font-medium")}><TableCell className="text-muted-foreground">{label}</TableCell><TableCell className="break-all">{before}</TableCell><TableCell className="break-all">{after}</TableCell></TableRow>
  );
  return (
    <div className="space-y-5">
      <Table aria-label={t("title")}>
        <TableHeader><TableRow><TableHead /><TableHead>{t("good")}</TableHead><TableHead>{t("this")}</TableHead></TableRow></TableHeader>
        <TableBody>
          {row(t("event"), <Link className="text-link underline" href={routes.events.detail(good.eventId)}><EventTypeName name={good.eventType} inline /></Link>, <EventTypeName key="mine" name={mine.eventType} inline />, good.eventType !== mine.eventType)}
          {row(t("when"), <Timestamp at={good.attempt.startedAt} />, <Timestamp at={mine.attempt.startedAt} />)}
          {row(t("outcome"), outcome(good.attempt), outcome(mine.attempt))}
          {comparison.url && row(t("url"), good.attempt.request.url, mine.attempt.request.url, true)}
          {row(t("address"), good.attempt.remoteAddress ?? "–", mine.attempt.remoteAddress ?? "–", good.attempt.remoteAddress !== mine.attempt.remoteAddress)}
          {row(t("duration"), format.duration(good.attempt.durationMs), format.duration(mine.attempt.durationMs))}
          {PARTS.filter((name) => ms(good.attempt, name) !== undefined || ms(mine.attempt, name) !== undefined).map((name) => row(parts(name), time(ms(good.attempt, name)), time(ms(mine.attempt, name))))}
        </TableBody>
      </Table>
      <Differences title={t("requestHeaders")} same={t("same")} list={comparison.requestHeaders} />
      <Differences title={t("fields")} same={comparison.fields ? t("sameFields") : t("notJson")} list={comparison.fields ?? []} isFields />
      <Differences title={t("responseHeaders")} same={t("same")} list={comparison.responseHeaders} />
      <div className="grid gap-3 sm:grid-cols-2">
        <JsonView text={good.attempt.response?.body ?? ""} label={`${t("answer")} · ${t("good")}`} />
        <JsonView text={mine.attempt.response?.body ?? ""} label={`${t("answer")} · ${t("this")}`} />
      </div>
    </div>
  );
}

function Differences({ title, same, list, isFields = false }: { title: string; same: string; list: Difference[]; isFields?: boolean }) {
  const t = useTranslations("events.compare");
  const value = (text: string | null) => (text === null ? <span className="text-muted-foreground">{t("missing")}</span> : isFields ? t(`kinds.${text}` as never) : <SafeText text={text} />);
  return (
    <section className="space-y-1">
      <h3 className="text-xs font-semibold">{title}</h3>
      {list.length === 0 && <p className="text-sm text-muted-foreground">{same}</p>}
      <ul className="space-y-1 font-mono text-xs">
        {list.map((difference) => <li key={difference.at} className="break-all"><span className="font-semibold"><SafeText text={difference.at} /></span>: {value(difference.before)} → {value(difference.after)}</li>)}
      </ul>
    </section>
  );
}
