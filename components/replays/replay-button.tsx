"use client";
import { Play, RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useRef, useState, useTransition, type ReactNode } from "react";
import { useReach } from "@/components/reach";
import { toast } from "@/components/toast";
import { useMay } from "@/components/access";
import { Button, type ButtonProps } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { routes } from "@/lib/routes";
import type { PlanReplayInput } from "@/lib/services/replays/plan";
import type { ReplayDetail } from "@/lib/services/replays/read";
import type { MoveReplay } from "./replay-controls";
import { ReplayFacts } from "./replay-facts";

export type PlanReplay = (input: PlanReplayInput) => Promise<{ ok: true; data: ReplayDetail } | { ok: false; error: { message: string; fix?: string } }>;
export interface ReplayActions { plan: PlanReplay; move: MoveReplay }

/** Plans a replay and shows the plan; starts it on a second press, and leads to its progress. */
export function ReplayButton({ label, title, input, actions, icon, ...button }: Omit<ButtonProps, "title"> & {
  label: string; title?: string; input: () => PlanReplayInput; actions: ReplayActions; icon?: ReactNode;
}) {
  const t = useTranslations("replays");
  const router = useRouter();
  const reach = useReach();
  const may = useMay("event.resend");
  const [isOpen, setIsOpen] = useState(false);
  const [plan, setPlan] = useState<ReplayDetail | null>(null);
  // From the press on: a dialog that is closed meanwhile must not throw away what runs.
  const isStarted = useRef(false);
  const [isPending, startTransition] = useTransition();
  if (!may) return null;
  const complain = ({ message, fix }: { message: string; fix?: string }) => void toast.error([message, fix].filter(Boolean).join(" "));
  const open = (next: boolean) => {
    setIsOpen(next);
    if (!next) {
      // A plan that nobody starts is thrown away with its dialog.
      if (plan && !isStarted.current) void reach(actions.move({ replayId: plan.id, move: "cancel" }));
      return;
    }
    setPlan(null);
    isStarted.current = false;
    startTransition(async () => {
      const result = await reach(actions.plan(input()));
      if (result.ok) setPlan(result.data);
      else {
        complain(result.error);
        setIsOpen(false);
      }
    });
  };
  const start = (replayId: string) => {
    isStarted.current = true;
    startTransition(async () => {
      const result = await reach(actions.move({ replayId, move: "start" }));
      isStarted.current = result.ok;
      if (!result.ok) return complain(result.error);
      toast.success(t("controls.started"));
      router.push(routes.replays.detail(replayId));
    });
  };
  return (
    <Dialog open={isOpen} onOpenChange={open}>
      <DialogTrigger asChild><Button variant="outline" size="sm" {...button}>{icon ?? <RotateCw aria-hidden />}{label}</Button></DialogTrigger>
      <DialogContent className="max-w-2xl">
        <DialogHeader><DialogTitle>{title ?? label}</DialogTitle><DialogDescription>{t("dialog.description")}</DialogDescription></DialogHeader>
        <div aria-live="polite">
          {!plan ? <p className="py-6 text-sm text-muted-foreground">{t("dialog.planning")}</p>
            : plan.planned === 0 ? <p className="py-2 text-sm"><span className="font-medium">{t("plan.none")}.</span> {t("plan.noneHint")}</p>
            : <div className="space-y-4"><p className="text-sm font-medium">{t("plan.count", { count: plan.planned })}</p><ReplayFacts replay={plan} /></div>}
        </div>
        <DialogFooter>
          <DialogClose asChild><Button variant="outline">{t("dialog.close")}</Button></DialogClose>
          <Button disabled={isPending || !plan || plan.planned === 0} onClick={() => plan && start(plan.id)}><Play aria-hidden />{t("plan.start")}</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
