"use client";
import { Copy, Ellipsis, Eye, Repeat, RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { useMay } from "@/components/access";
import { copyText } from "@/components/copy-button";
import { Button } from "@/components/ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { routes } from "@/lib/routes";
import type { EventRow } from "@/lib/services/events/list";
import type { Resend } from "./resend-button";

/** What one can do with an event from its row: view it, resend what needs it most, copy its id. */
export function EventRowMenu({ event, href, resend, onResent }: { event: EventRow; href: string; resend: Resend; onResent: () => void }) {
  const t = useTranslations("events");
  const common = useTranslations("common");
  const router = useRouter();
  const mayResend = useMay("event.resend");
  const { lead } = event;
  const resendLead = async (deliveryId: string, subscription: string) => {
    const result = await resend({ deliveryId });
    if (result.ok) toast.success(result.data.isNew ? t("resend.queued", { subscription }) : t("resend.already"));
    else toast.error([result.error.message, result.error.fix].filter(Boolean).join(" "));
    onResent();
  };
  const copy = () => copyText(event.id).then(() => toast.success(common("copied")), () => toast.error(common("copyFailed")));
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" className="relative z-[1] text-muted-foreground" aria-label={t("menu.label", { event: event.eventType, id: event.id })}><Ellipsis aria-hidden /></Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuItem onSelect={() => router.push(href)}><Eye aria-hidden />{t("menu.view")}</DropdownMenuItem>
        {mayResend && lead && !lead.subscription.isDeleted && (
          <DropdownMenuItem disabled={lead.state === "sending"} onSelect={() => void resendLead(lead.id, lead.subscription.name)}>
            <RotateCw aria-hidden />{t("menu.resend", { subscription: lead.subscription.name })}
          </DropdownMenuItem>
        )}
        {mayResend && lead && !lead.subscription.isDeleted && (lead.state === "failed" || lead.state === "retrying") && (
          <DropdownMenuItem onSelect={() => router.push(routes.replays.new({ subscriptionId: lead.subscription.id, from: new Date(event.receivedAt).toISOString(), include: "failed,retrying" }))}>
            <Repeat aria-hidden />{t("menu.resendSince")}
          </DropdownMenuItem>
        )}
        <DropdownMenuItem onSelect={() => void copy()}><Copy aria-hidden />{t("menu.copyId")}</DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
