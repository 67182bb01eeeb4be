"use client";
import { Ban, Copy, MoreHorizontal, Pause, Pencil, Play, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { useReach } from "@/components/reach";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Menu } from "@/components/menu";
import type { MenuEntry } from "@/components/menu-entry";
import { routes } from "@/lib/routes";
import type { ActionResult } from "@/lib/web/action";
import { deleteSubscriptionAction, duplicateSubscriptionAction, setStatusAction } from "./actions";

type Question = "pause" | "disable" | "delete";
type Target = { id: string; name: string; status: string; waiting: number };

/** Everything that can be done to a subscription as a whole. What stops deliveries asks first, and says what becomes of what waits. */
export function SubscriptionActions({ subscription, isCompact = false }: { subscription: Target; isCompact?: boolean }) {
  const t = useTranslations("subscriptions.actions");
  const router = useRouter();
  const reach = useReach();
  const [question, setQuestion] = useState<Question | null>(null);
  const [isPending, startTransition] = useTransition();
  const { id, name, status, waiting } = subscription;
  const run = <Data,>(call: () => Promise<ActionResult<Data>>, onDone: (data: Data) => void) => startTransition(async () => {
    const result = await reach(call());
    if (!result.ok) return void toast.error([result.error.message, result.error.fix].filter(Boolean).join(" "));
    setQuestion(null);
    onDone(result.data);
  });
  const start = () => run(() => setStatusAction({ id, status: "active" }), () => { toast.success(t(status === "paused" ? "resumed" : "enabled", { name })); router.refresh(); });
  const answer = () => {
    if (question === "delete") return run(() => deleteSubscriptionAction({ id }), ({ cancelled }) => { toast.success(t("deleted", { name, count: cancelled })); router.push(routes.subscriptions.list()); });
    run(() => setStatusAction({ id, status: question === "pause" ? "paused" : "disabled" }), () => { toast.success(t(question === "pause" ? "paused" : "disabled", { name })); router.refresh(); });
  };
  const duplicate = () => run(() => duplicateSubscriptionAction({ id }), (copy) => { toast.success(t("duplicated", { name })); router.push(routes.subscriptions.detail(copy.id)); });
  const isActive = status === "active";
  const entries: (MenuEntry | false)[] = [
    { icon: <Pencil aria-hidden />, label: t("edit"), onSelect: () => router.push(routes.subscriptions.edit(id)) },
    isCompact && isActive && { icon: <Pause aria-hidden />, label: t("pause"), onSelect: () => setQuestion("pause") },
    isCompact && !isActive && { icon: <Play aria-hidden />, label: t(status === "paused" ? "resume" : "enable"), onSelect: start },
    { icon: <Copy aria-hidden />, label: t("duplicate"), onSelect: duplicate },
    status !== "disabled" && { icon: <Ban aria-hidden />, label: t("disable"), onSelect: () => setQuestion("disable") },
    { kind: "line" },
    { icon: <Trash2 aria-hidden />, label: t("delete"), isDanger: true, onSelect: () => setQuestion("delete") },
  ];
  return (
    <>
      {!isCompact && (isActive
        ? <Button variant="outline" onClick={() => setQuestion("pause")} disabled={isPending}><Pause aria-hidden />{t("pause")}</Button>
        : <Button variant="outline" onClick={start} disabled={isPending}><Play aria-hidden />{t(status === "paused" ? "resume" : "enable")}</Button>)}
      <Menu entries={entries}>
        <Button variant={isCompact ? "ghost" : "outline"} size={isCompact ? "icon" : "default"} aria-label={t("menu", { name })} className={isCompact ? "z-[1]" : "w-9 px-0"}><MoreHorizontal aria-hidden /></Button>
      </Menu>
      <Dialog open={question !== null} onOpenChange={(isOpen) => { if (!isOpen) setQuestion(null); }}>
        {question && (
          <DialogContent>
            <DialogHeader>
              <DialogTitle>{t(`ask.${question}.title`, { name })}</DialogTitle>
              <DialogDescription>{t(`ask.${question}.text`)} {waiting > 0 ? t(`ask.${question}.waiting`, { count: waiting }) : t("ask.noneWaiting")}</DialogDescription>
            </DialogHeader>
            <DialogFooter>
              <DialogClose asChild><Button variant="outline">{t("ask.keep")}</Button></DialogClose>
              <Button variant={question === "pause" ? "default" : "destructive"} onClick={answer} disabled={isPending}>{t(`ask.${question}.confirm`)}</Button>
            </DialogFooter>
          </DialogContent>
        )}
      </Dialog>
    </>
  );
}
