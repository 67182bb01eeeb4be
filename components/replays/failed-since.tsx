"use client";
import { Repeat } from "lucide-react";
import { useTranslations } from "next-intl";
import { ReplayButton, type ReplayActions } from "./replay-button";

/** Sends again what a subscription failed to get from an event on. @param since when that event came */
export function FailedSince({ subscriptionId, since, actions }: { subscriptionId: string; since: Date; actions: ReplayActions }) {
  const t = useTranslations("replays.dialog");
  return <ReplayButton label={t("since")} icon={<Repeat aria-hidden />} input={() => ({ subscriptionIds: [subscriptionId], from: since.toISOString(), test: "all" })} actions={actions} />;
}
