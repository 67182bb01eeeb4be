import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFailureWords } from "@/components/events/failure-words";
import { Name } from "@/components/name";
import { RowLink } from "@/components/row-link";
import { StatusBadge } from "@/components/status-badge";
import { Timestamp } from "@/components/timestamp";
import { MAIN, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, WIDE } from "@/components/ui/table";
import { cn } from "@/lib/cn";
import { routes } from "@/lib/routes";
import type { SubscriptionItem } from "@/lib/services/subscriptions/list";
import { DayBars } from "./day-bars";

const COLUMNS = ["status", "name", "sends", "lastDelivery", "lastDay"] as const;
const NAMED = 2;

/** The subscriptions: what each sends where, how its last delivery went, and its last 24 hours. The row is a link. */
export function SubscriptionTable({ subscriptions, menu }: { subscriptions: SubscriptionItem[]; menu: (subscription: SubscriptionItem) => ReactNode }) {
  const t = useTranslations("subscriptions");
  return (
    <Table aria-label={t("title")}>
      <TableHeader>
        <TableRow>
          {COLUMNS.map((column) => <TableHead key={column} className={column === "name" ? undefined : WIDE}>{t(`columns.${column}`)}</TableHead>)}
          <TableHead className="w-10"><span className="sr-only">{t("columns.actions")}</span></TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>{subscriptions.map((subscription) => <Row key={subscription.id} subscription={subscription} menu={menu(subscription)} />)}</TableBody>
    </Table>
  );
}

function Row({ subscription, menu }: { subscription: SubscriptionItem; menu: ReactNode }) {
  const t = useTranslations("subscriptions");
  const words = useFailureWords();
  const { products, eventTypes, lastDelivery: last, lastDay: day, waiting } = subscription;
  const named = products.slice(0, NAMED).map(({ name }) => name).join(", ");
  const badge = <StatusBadge kind="subscription" status={subscription.down ? "down" : subscription.status} />;
  const isHeld = subscription.status !== "active" || subscription.down !== null;
  const stateOfLast = last?.status !== "waiting" ? (last?.status ?? "") : isHeld ? "held" : last.failureKind ? "retrying" : "waiting";
  const counts = (
    <>
      <span className="block">{t("dayDelivered", { count: day.delivered })}</span>
      {day.failed > 0 && <span className="block text-danger">{t("dayFailed", { count: day.failed })}</span>}
      {waiting > 0 && <span className="block text-muted-foreground">{t(isHeld ? "dayHeld" : "dayWaiting", { count: waiting })}</span>}
    </>
  );
  return (
    <TableRow>
      <TableCell className={WIDE}>{badge}</TableCell>
      <TableCell className={cn(MAIN, "sm:max-w-72")}>
        <RowLink href={routes.subscriptions.detail(subscription.id)} className="block truncate"><Name text={subscription.name} /></RowLink>
        <span className="block truncate font-mono text-xs text-muted-foreground" title={subscription.url}>{subscription.url}</span>
        <span className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs sm:hidden">{badge}{counts}</span>
      </TableCell>
      <TableCell className={cn(WIDE, "max-w-56")}>
        <span className="block truncate">{subscription.allProducts ? t("allProducts") : products.length > NAMED ? t("moreProducts", { named, count: products.length - NAMED }) : named || t("settings.noProduct")}</span>
        <span className="block truncate text-xs text-muted-foreground">{subscription.allEventTypes ? t("allEvents") : t("someEvents", { count: eventTypes.length })}</span>
      </TableCell>
      <TableCell className={cn(WIDE, "whitespace-nowrap")}>
        {last ? <><StatusBadge status={stateOfLast} /><span className="mt-0.5 block text-xs text-muted-foreground"><Timestamp at={last.at} focusable={false} />{last.failureKind && ` · ${words(last.failureKind, last.responseStatus).title}`}</span></> : <span className="text-muted-foreground">{t("never")}</span>}
      </TableCell>
      <TableCell className={cn(WIDE, "whitespace-nowrap")}>
        <span className="flex items-center gap-3">
          <DayBars day={day} />
          <span className="text-xs leading-4 tabular-nums">{counts}</span>
        </span>
      </TableCell>
      <TableCell className="pl-0 text-right">{menu}</TableCell>
    </TableRow>
  );
}
