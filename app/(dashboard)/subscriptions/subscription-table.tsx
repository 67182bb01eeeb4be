"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { useTransition } from "react";
import { toast } from "sonner";
import { IfMay } from "@/components/access";
import { StatusBadge } from "@/components/status-badge";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { routes } from "@/lib/routes";
import type { SubscriptionItem } from "@/lib/services/subscriptions/list";
import { setStatusAction } from "./actions";

/** The subscriptions, what each sends where, how the last 24 hours went, and the switch between sending and holding. */
export function SubscriptionTable({ subscriptions }: { subscriptions: SubscriptionItem[] }) {
  const t = useTranslations("subscriptions");
  return (
    <Table aria-label={t("title")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("columns.status")}</TableHead>
          <TableHead>{t("columns.name")}</TableHead>
          <TableHead>{t("columns.sends")}</TableHead>
          <TableHead>{t("columns.lastDay")}</TableHead>
          <TableHead><span className="sr-only">{t("columns.actions")}</span></TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {subscriptions.map((subscription) => <Row key={subscription.id} subscription={subscription} />)}
      </TableBody>
    </Table>
  );
}

function Row({ subscription }: { subscription: SubscriptionItem }) {
  const t = useTranslations("subscriptions");
  const [isPending, startTransition] = useTransition();
  const isActive = subscription.status === "active";
  const toggle = () =>
    startTransition(async () => {
      const result = await setStatusAction({ id: subscription.id, status: isActive ? "paused" : "active" });
      if (result.ok) toast.success(isActive ? t("paused", { name: subscription.name }) : t("resumed", { name: subscription.name }));
      else toast.error(result.error.message);
    });
  return (
    <TableRow>
      <TableCell><StatusBadge kind="subscription" status={subscription.status as "active" | "paused" | "disabled"} /></TableCell>
      <TableCell>
        <Link href={routes.events.list({ subscriptionId: subscription.id })} className="font-medium hover:underline">{subscription.name}</Link>
        <p className="max-w-xs truncate font-mono text-xs text-muted-foreground" title={subscription.url}>{subscription.url}</p>
      </TableCell>
      <TableCell className="text-sm">
        <p>{subscription.allProducts ? t("allProducts") : subscription.products.map(({ name }) => name).join(", ")}</p>
        <p className="text-muted-foreground">{subscription.allEventTypes ? t("allEvents") : t("someEvents", { count: subscription.eventTypes.length })}</p>
      </TableCell>
      <TableCell className="text-sm tabular-nums">{t("counts", { delivered: subscription.lastDay.delivered, failed: subscription.lastDay.failed, waiting: subscription.waiting })}</TableCell>
      <TableCell>
        <div className="flex justify-end gap-2">
          <IfMay permission="event.test"><Button asChild variant="outline" size="sm"><Link href={routes.test({ subscription: subscription.id })}>{t("test")}</Link></Button></IfMay>
          <IfMay permission="subscription.write"><Button variant="outline" size="sm" onClick={toggle} disabled={isPending}>{isActive ? t("pause") : t("resume")}</Button></IfMay>
        </div>
      </TableCell>
    </TableRow>
  );
}
