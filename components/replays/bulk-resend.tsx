"use client";
import { Repeat } from "lucide-react";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { useMay } from "@/components/access";
import { useEventSelection } from "@/components/events/event-selection";
import { Button } from "@/components/ui/button";
import { routes, type RouteQuery } from "@/lib/routes";
import type { PlanReplayInput } from "@/lib/services/replays/plan";
import { ReplayButton, type ReplayActions } from "./replay-button";

/** On the list of events: sends what is chosen again, or plans a replay of all that the filters show. */
export function BulkResend({ actions }: { actions: ReplayActions }) {
  const t = useTranslations("replays.dialog");
  const may = useMay("event.resend");
  const { selected, filters } = useEventSelection();
  if (!may) return null;
  const chosen = (): PlanReplayInput => ({
    eventIds: selected.map((event) => event.id),
    subscriptionIds: filters.subscriptionId ? [filters.subscriptionId] : [],
    // What a person picks by hand is sent whatever its state.
    include: ["failed", "retrying", "cancelled", "delivered"],
    test: "all",
  });
  if (selected.length > 0) return <ReplayButton label={t("selected", { count: selected.length })} input={chosen} actions={actions} />;
  return <Button asChild variant="outline" size="sm"><Link href={routes.replays.new(filters as RouteQuery)}><Repeat aria-hidden />{t("shown")}</Link></Button>;
}
