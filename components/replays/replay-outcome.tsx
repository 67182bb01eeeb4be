import { useTranslations } from "next-intl";
import Link from "next/link";
import { Timestamp } from "@/components/timestamp";
import { routes } from "@/lib/routes";
import type { ReplayDetail } from "@/lib/services/replays/read";
import { isHeld } from "./replay-facts";

/** The first line of a replay's page: how it stands, by whom, and what to do next. */
export function ReplayOutcome({ replay }: { replay: ReplayDetail }) {
  const t = useTranslations("replays");
  const { status, counts } = replay;
  if (replay.startedAt === null) {
    return <>{replay.planned === 0 ? t("plan.noneHint") : t("plan.by", { name: replay.createdBy })} {replay.planned > 0 && <Timestamp at={replay.createdAt} />}</>;
  }
  const held = status === "running" ? replay.targets.filter(({ subscription }) => isHeld(subscription.status)) : [];
  const again = { subscriptionId: replay.targets.length === 1 ? replay.targets[0]!.subscription.id : undefined, status: "failed", from: replay.from.toISOString(), to: replay.to.toISOString() };
  return (
    <div className="space-y-1">
      <p>
        {t("progress.startedBy", { name: replay.startedBy ?? replay.createdBy })} <Timestamp at={replay.startedAt} />
        {replay.changedAt && replay.changedBy && <>. {t(`progress.changedBy.${status as "paused"}`, { name: replay.changedBy })} <Timestamp at={replay.changedAt} /></>}.
      </p>
      {held.map(({ subscription }) => <p key={subscription.id}>{t("progress.waitsFor", { name: subscription.name, status: t(`plan.heldStatus.${subscription.status as "paused"}`) })}</p>)}
      {status === "done" && counts.failed === 0 && counts.delivered > 0 && counts.retrying === 0 && <p>{t("progress.allDelivered", { count: counts.delivered })}</p>}
      {counts.failed > 0 && status !== "running" && <p>{t("progress.someFailed", { count: counts.failed })} <Link href={routes.replays.new(again)} className="text-link underline underline-offset-2">{t("progress.again")}</Link></p>}
    </div>
  );
}
