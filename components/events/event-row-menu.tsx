"use client";
import { Copy, Ellipsis, Eye, Repeat, RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useReach } from "@/components/reach";
import { toast } from "@/components/toast";
import { useMay } from "@/components/access";
import { copyText } from "@/components/copy-button";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/menu";
import type { MenuEntry } from "@/components/menu-entry";
import { useEventTypeWords } from "@/components/own-event-types";
import { routes } from "@/lib/routes";
import type { EventRow } from "@/lib/services/events/list";
import type { Resend } from "./resend-button";

/** What one can do with an event from its row: view it, resend what needs it most, copy its id. */
export function EventRowMenu({ event, href, resend, onResent }: { event: EventRow; href: string; resend: Resend; onResent: () => void }) {
  const t = useTranslations("events");
  const common = useTranslations("common");
  const catalogue = useEventTypeWords();
  const router = useRouter();
  const reach = useReach();
  const mayResend = useMay("event.resend");
  const { lead } = event;
  const resendLead = async (deliveryId: string, subscription: string) => {
    const result = await reach(resend({ deliveryId }));
    if (result.ok) toast.success(result.data.isNew ? t("resend.queued", { subscription }) : t("resend.already"));
    else toast.error([result.error.message, result.error.fix].filter(Boolean).join(" "));
    onResent();
  };
  const copy = () => copyText(event.id).then(() => toast.success(common("copied")), () => toast.error(common("copyFailed")));
  const target = mayResend && lead && !lead.subscription.isDeleted ? lead : null;
  const entries: (MenuEntry | false | null)[] = [
    { icon: <Eye aria-hidden />, label: t("menu.view"), onSelect: () => router.push(href) },
    target && { icon: <RotateCw aria-hidden />, label: t("menu.resend", { subscription: target.subscription.name }), isDisabled: target.state === "sending", onSelect: () => void resendLead(target.id, target.subscription.name) },
    target && (target.state === "failed" || target.state === "retrying" || (target.state === "held" && target.lastFailureKind !== null)) && {
      icon: <Repeat aria-hidden />, label: t("menu.resendSince"),
      onSelect: () => router.push(routes.replays.new({ subscriptionId: target.subscription.id, from: new Date(event.receivedAt).toISOString(), include: "failed,retrying" })),
    },
    { icon: <Copy aria-hidden />, label: t("menu.copyId"), onSelect: () => void copy() },
  ];
  return (
    <Menu entries={entries}>
      <Button variant="ghost" size="icon" className="z-[1] text-muted-foreground" aria-label={t("menu.label", { event: catalogue.title({ name: event.eventType, title: event.eventType }), id: event.id })}><Ellipsis aria-hidden /></Button>
    </Menu>
  );
}
