"use client";
import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { useReach, useRefresh } from "@/components/reach";
import { toast } from "@/components/toast";
import { usePageCommand } from "@/components/commands/command-context";
import { Button } from "@/components/ui/button";

export type Resend = (input: { deliveryId: string }) => Promise<{ ok: true; data: { isNew: boolean } } | { ok: false; error: { message: string; fix?: string } }>;

/** Sends a delivery once more; shut while it is on its way. */
export function ResendButton({ deliveryId, subscription, url, isSending, resend }: { deliveryId: string; subscription: string; url: string; isSending: boolean; resend: Resend }) {
  const t = useTranslations("events.resend");
  const [refresh, isRefreshing] = useRefresh();
  const reach = useReach();
  const [isPending, startTransition] = useTransition();
  const press = () => startTransition(async () => {
    const result = await reach(resend({ deliveryId }));
    if (!result.ok) toast.error([result.error.message, result.error.fix].filter(Boolean).join(" "));
    else toast.success(result.data.isNew ? t("queued", { subscription }) : t("already"));
    refresh();
  });
  const isShut = isPending || isRefreshing || isSending;
  usePageCommand({ id: `resend ${deliveryId}`, label: t("label", { subscription }), isDisabled: isShut, run: press });
  return (
    <Button variant="outline" size="sm" disabled={isShut} onClick={press} title={t("hint", { url })} aria-label={t("label", { subscription })}>
      <RotateCw aria-hidden className={isShut ? "motion-safe:animate-spin" : undefined} />{t("button")}
    </Button>
  );
}
