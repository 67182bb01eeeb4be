"use client";
import { Ellipsis, Eye, List, Pause, Webhook } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { useReach, useRefresh } from "@/components/reach";
import { toast } from "@/components/toast";
import { useMay } from "@/components/access";
import { ReplayButton, type ReplayActions } from "@/components/replays/replay-button";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/menu";
import type { MenuEntry } from "@/components/menu-entry";
import { routes, type RouteQuery } from "@/lib/routes";
import type { AttentionItem } from "@/lib/services/attention/list";
import type { PlanReplayInput } from "@/lib/services/replays/plan";
import { HeldTools, type HeldActions } from "./held-tools";

type Answer<Data> = Promise<{ ok: true; data: Data } | { ok: false; error: { message: string; fix?: string } }>;
export interface AttentionActions extends HeldActions {
  acknowledge(input: { subscriptionId: string; cause: string }): Answer<void>;
  setStatus(input: { id: string; status: "paused" }): Answer<unknown>;
  replay: ReplayActions;
}

/** The repair in place, and the rest in a menu. */
export function AttentionTools({ item, actions }: { item: AttentionItem; actions: AttentionActions }) {
  const t = useTranslations("overview.attention");
  const [refresh] = useRefresh();
  const reach = useReach();
  const [, startTransition] = useTransition();
  const mayWrite = useMay("subscription.write");
  const mayAcknowledge = useMay("notice.write");
  const { subscription, reason, cause } = item;
  const isFailing = reason === "failing";
  const run = (call: () => Answer<unknown>, said: string) => startTransition(async () => {
    const result = await reach(call());
    if (result.ok) toast.success(said);
    else toast.error([result.error.message, result.error.fix].filter(Boolean).join(" "));
    refresh();
  });
  const group = (): PlanReplayInput => ({
    subscriptionIds: [subscription.id], from: item.since.toISOString(), failure: item.failureKind as PlanReplayInput["failure"],
    ...(item.responseStatus === null ? {} : { response: String(item.responseStatus) }),
  });
  const events: RouteQuery = isFailing
    ? { subscriptionId: subscription.id, status: item.failed > 0 ? "failed" : "waiting", from: item.since.toISOString(), failure: item.failureKind, response: item.responseStatus }
    : { subscriptionId: subscription.id, status: "waiting" };
  const entries: (MenuEntry | false)[] = [
    { kind: "link", href: routes.subscriptions.detail(subscription.id), icon: <Webhook aria-hidden />, label: t("open") },
    { kind: "link", href: routes.events.list(events), icon: <List aria-hidden />, label: t("see") },
    mayWrite && subscription.status === "active" && { icon: <Pause aria-hidden />, label: t("pause"), onSelect: () => run(() => actions.setStatus({ id: subscription.id, status: "paused" }), t("nowPaused", { name: subscription.name })) },
    mayAcknowledge && !item.acknowledged && { icon: <Eye aria-hidden />, label: t("acknowledge"), onSelect: () => run(() => actions.acknowledge({ subscriptionId: subscription.id, cause }), t("acknowledged")) },
  ];
  return (
    <>
      {isFailing ? <ReplayButton label={t("resendAll")} title={t("resendTitle", { name: subscription.name })} input={group} actions={actions.replay} /> : <HeldTools target={{ ...subscription, isDown: reason === "down", waiting: item.waiting }} actions={actions} />}
      <Menu entries={entries}><Button variant="ghost" size="icon" aria-label={t("menu", { name: subscription.name })} className="text-muted-foreground"><Ellipsis aria-hidden /></Button></Menu>
    </>
  );
}
