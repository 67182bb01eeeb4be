"use client";
import { useTranslations } from "next-intl";
import { NameIn } from "@/components/name";
import { Timestamp } from "@/components/timestamp";
import type { ReplayDetail } from "@/lib/services/replays/read";
import { failedAgain } from "./again";
import { ReplayButton, type ReplayActions } from "./replay-button";
import { isHeld } from "./replay-status";

/** The first line of a replay's page: how it stands, by whom, and what to do next. */
export function ReplayOutcome({ replay, actions }: { replay: ReplayDetail; actions: ReplayActions }) {
  const t = useTranslations("replays");
  const { status, counts } = replay;
  if (replay.startedAt === null) {
    return <>{replay.planned === 0 ? t("plan.noneHint") : <NameIn name={replay.createdBy}>{(name) => t("plan.by", { name })}</NameIn>} {replay.planned > 0 && <Timestamp at={replay.createdAt} />}</>;
  }
  const held = status === "running" ? replay.targets.filter(({ subscription }) => isHeld(subscription.status)) : [];
  return (
    <div className="space-y-1">
      <p>
        <NameIn name={replay.startedBy ?? replay.createdBy}>{(name) => t("progress.startedBy", { name })}</NameIn> <Timestamp at={replay.startedAt} />
        {replay.changedAt && replay.changedBy && <>. <NameIn name={replay.changedBy}>{(name) => t(`progress.changedBy.${status as "paused"}`, { name })}</NameIn> <Timestamp at={replay.changedAt} /></>}.
      </p>
      {held.map(({ subscription }) => <p key={subscription.id}><NameIn name={subscription.name}>{(name) => t("progress.waitsFor", { name, status: t(`plan.heldStatus.${subscription.status as "paused"}`) })}</NameIn></p>)}
      {status === "done" && counts.failed === 0 && counts.delivered > 0 && counts.retrying === 0 && <p>{t("progress.allDelivered", { count: counts.delivered })}</p>}
      {counts.failed > 0 && status !== "running" && <p>{t("progress.someFailed", { count: counts.failed })}</p>}
      {counts.failed > 0 && status !== "running" && <ReplayButton label={t("progress.again")} input={() => failedAgain(replay)} actions={actions} className="mt-1" />}
    </div>
  );
}
