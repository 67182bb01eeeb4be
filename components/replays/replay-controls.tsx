"use client";
import { CirclePause, Play, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { useReach, useRefresh } from "@/components/reach";
import { toast } from "@/components/toast";
import { useMay } from "@/components/access";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import type { ReplayMove } from "@/lib/domain/replay";
import type { ReplayDetail } from "@/lib/services/replays/read";

export type MoveReplay = (input: { replayId: string; move: ReplayMove }) => Promise<{ ok: true; data: unknown } | { ok: false; error: { message: string; fix?: string } }>;

const SAID = { start: "started", pause: "paused", resume: "resumed", cancel: "cancelled" } as const satisfies Record<ReplayMove, string>;

/** What may be done with a replay now: start or discard its plan; pause, resume or cancel it. */
export function ReplayControls({ replay, move }: { replay: ReplayDetail; move: MoveReplay }) {
  const t = useTranslations("replays");
  const [refresh, isRefreshing] = useRefresh();
  const reach = useReach();
  const [isAsking, startTransition] = useTransition();
  const isPending = isAsking || isRefreshing;
  const may = useMay("event.resend");
  if (!may || replay.moves.length === 0) return null;
  const ask = async (asked: ReplayMove) => {
    const result = await reach(move({ replayId: replay.id, move: asked }));
    if (result.ok) toast.success(t(replay.status === "planned" && asked === "cancel" ? "controls.discarded" : `controls.${SAID[asked]}`));
    else toast.error([result.error.message, result.error.fix].filter(Boolean).join(" "));
    refresh();
    return result.ok;
  };
  const press = (asked: ReplayMove) => startTransition(async () => { await ask(asked); });
  if (replay.status === "planned") {
    return (
      <>
        <Button variant="outline" disabled={isPending} onClick={() => press("cancel")}>{t("plan.discard")}</Button>
        <Button disabled={isPending || replay.planned === 0} onClick={() => press("start")}><Play aria-hidden />{t("plan.start")}</Button>
      </>
    );
  }
  const isRunning = replay.status === "running";
  return (
    <>
      <Button variant="outline" disabled={isPending} onClick={() => press(isRunning ? "pause" : "resume")}>
        {isRunning ? <CirclePause aria-hidden /> : <Play aria-hidden />}{t(isRunning ? "controls.pause" : "controls.resume")}
      </Button>
      <ConfirmDialog
        trigger={<Button variant="outline" disabled={isPending}><X aria-hidden />{t("controls.cancel")}</Button>}
        title={t("controls.cancelTitle")} description={t("controls.cancelText")} confirmLabel={t("controls.cancelConfirm")} onConfirm={() => ask("cancel")}
      />
    </>
  );
}
