"use client";
import { ListChecks, Play, SkipForward } from "lucide-react";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { useState, useTransition } from "react";
import { useReach, useRefresh } from "@/components/reach";
import { toast } from "@/components/toast";
import { useMay } from "@/components/access";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { routes } from "@/lib/routes";

type Answer<Data> = Promise<{ ok: true; data: Data } | { ok: false; error: { message: string; fix?: string } }>;
export interface HeldActions {
  release(input: { subscriptionId: string }): Answer<void>;
  skip(input: { subscriptionId: string }): Answer<{ skipped: number }>;
}
interface Target { id: string; name: string; status: string; isDown: boolean; waiting: number }

/** For what waits while nothing is sent: deliver it, pick from it, or skip it. */
export function HeldTools({ target, actions }: { target: Target; actions: HeldActions }) {
  const t = useTranslations("overview.attention");
  const common = useTranslations("common");
  const [refresh] = useRefresh();
  const reach = useReach();
  const may = useMay("subscription.write");
  const [isOpen, setIsOpen] = useState(false);
  const [isPending, startTransition] = useTransition();
  if (!may) return null;
  const { id, name, waiting } = target;
  const complain = ({ message, fix }: { message: string; fix?: string }) => void toast.error([message, fix].filter(Boolean).join(" "));
  const release = () => startTransition(async () => {
    const result = await reach(actions.release({ subscriptionId: id }));
    if (result.ok) toast.success(t(target.isDown ? "tried" : "delivered", { name }));
    else complain(result.error);
    setIsOpen(false);
    refresh();
  });
  const skip = async () => {
    const result = await reach(actions.skip({ subscriptionId: id }));
    if (result.ok) toast.success(t("skipped", { count: result.data.skipped }));
    else complain(result.error);
    refresh();
    return result.ok;
  };
  const label = target.isDown ? t("tryNow") : waiting > 0 ? t("deliver") : t(target.status === "disabled" ? "enable" : "resume");
  return (
    <>
      {target.isDown ? <Button variant="outline" size="sm" disabled={isPending} onClick={release}><Play aria-hidden />{label}</Button> : (
        <Dialog open={isOpen} onOpenChange={setIsOpen}>
          <DialogTrigger asChild><Button variant="outline" size="sm"><Play aria-hidden />{label}</Button></DialogTrigger>
          <DialogContent>
            <DialogHeader><DialogTitle>{t("deliverTitle", { name })}</DialogTitle><DialogDescription>{t("deliverText", { count: waiting })}</DialogDescription></DialogHeader>
            <DialogFooter>
              <DialogClose asChild><Button variant="outline">{common("cancel")}</Button></DialogClose>
              <Button disabled={isPending} onClick={release}>{label}</Button>
            </DialogFooter>
          </DialogContent>
        </Dialog>
      )}
      {waiting > 0 && (
        <>
          <Button asChild variant="outline" size="sm"><Link href={routes.subscriptions.waiting(id)}><ListChecks aria-hidden />{t("pick")}</Link></Button>
          <ConfirmDialog trigger={<Button variant="outline" size="sm"><SkipForward aria-hidden />{t("skip")}</Button>} title={t("skipTitle", { name })} description={t("skipText", { count: waiting })} confirmLabel={t("skipConfirm", { count: waiting })} onConfirm={skip} />
        </>
      )}
    </>
  );
}
