"use client";
import { Ellipsis, Eye, List, Pause, Webhook } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { toast } from "sonner";
import { useMay } from "@/components/access";
import { ReplayButton, type ReplayActions } from "@/components/replays/replay-button";
import { Button } from "@/components/ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
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
  const router = useRouter();
  const [, startTransition] = useTransition();
  const mayWrite = useMay("subscription.write");
  const mayAcknowledge = useMay("notice.write");
  const { subscription, reason, cause } = item;
  const isFailing = reason === "failing";
  const run = (call: () => Answer<unknown>, said: string) => startTransition(async () => {
    const result = await call();
    if (result.ok) toast.success(said);
    else toast.error([result.error.message, result.error.fix].filter(Boolean).join(" "));
    router.refresh();
  });
  const group = (): PlanReplayInput => ({
    subscriptionIds: [subscription.id], from: item.since.toISOString(), failure: item.failureKind as PlanReplayInput["failure"],
    ...(item.responseStatus === null ? {} : { response: String(item.responseStatus) }),
  });
  const events: RouteQuery = isFailing
    ? { subscriptionId: subscription.id, status: item.failed > 0 ? "failed" : "waiting", from: item.since.toISOString(), failure: item.failureKind, response: item.responseStatus }
    : { subscriptionId: subscription.id, status: "waiting" };
  return (
    <>
      {isFailing ? <ReplayButton label={t("resendAll")} title={t("resendTitle", { name: subscription.name })} input={group} actions={actions.replay} /> : <HeldTools target={{ ...subscription, isDown: reason === "down", waiting: item.waiting }} actions={actions} />}
      <DropdownMenu>
        <DropdownMenuTrigger asChild><Button variant="ghost" size="icon" aria-label={t("menu", { name: subscription.name })} className="text-muted-foreground"><Ellipsis aria-hidden /></Button></DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem asChild><Link href={routes.subscriptions.detail(subscription.id)}><Webhook aria-hidden />{t("open")}</Link></DropdownMenuItem>
          <DropdownMenuItem asChild><Link href={routes.events.list(events)}><List aria-hidden />{t("see")}</Link></DropdownMenuItem>
          {mayWrite && subscription.status === "active" && <DropdownMenuItem onSelect={() => run(() => actions.setStatus({ id: subscription.id, status: "paused" }), t("nowPaused", { name: subscription.name }))}><Pause aria-hidden />{t("pause")}</DropdownMenuItem>}
          {mayAcknowledge && !item.acknowledged && <DropdownMenuItem onSelect={() => run(() => actions.acknowledge({ subscriptionId: subscription.id, cause }), t("acknowledged"))}><Eye aria-hidden />{t("acknowledge")}</DropdownMenuItem>}
        </DropdownMenuContent>
      </DropdownMenu>
    </>
  );
}
