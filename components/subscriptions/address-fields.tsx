"use client";
import { Inbox } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SUBSCRIPTION_LIMITS } from "@/lib/domain/subscription";
import type { Issues, SetDraft, SubscriptionDraft } from "./draft";

/** Gives the address of Aviso's own receiver, which it makes when there is none; null when that failed. */
export type EnsureReceiver = () => Promise<string | null>;

/** What it is called and where it sends. */
export function AddressFields({ draft, set, issue, ensureReceiver, isLoopbackAllowed }: { draft: SubscriptionDraft; set: SetDraft; issue: Issues; ensureReceiver: EnsureReceiver; isLoopbackAllowed: boolean }) {
  const t = useTranslations("subscriptions.form");
  const [isPending, startTransition] = useTransition();
  const useReceiver = () => startTransition(async () => {
    const url = await ensureReceiver().catch(() => null);
    if (url) set({ url });
    else toast.error(t("receiverFailed"));
  });
  return (
    <div className="space-y-4">
      <Field label={t("name")} htmlFor="subscription-name" hint={t("nameHint")} error={issue("name")}>
        <Input value={draft.name} onChange={(event) => set({ name: event.target.value })} maxLength={SUBSCRIPTION_LIMITS.nameLength} placeholder={t("namePlaceholder")} autoComplete="off" />
      </Field>
      <div className="space-y-2">
        <Field label={t("url")} htmlFor="subscription-url" hint={isLoopbackAllowed ? t("urlLocal") : t("urlHint")} error={issue("url")}>
          <Input value={draft.url} onChange={(event) => set({ url: event.target.value })} type="url" inputMode="url" placeholder={t("urlPlaceholder")} spellCheck={false} autoComplete="off" className="font-mono text-[13px]" />
        </Field>
        <Button variant="outline" size="sm" onClick={useReceiver} disabled={isPending}><Inbox aria-hidden />{t("useReceiver")}</Button>
      </div>
    </div>
  );
}
