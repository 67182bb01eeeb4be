"use client";
import { useTranslations } from "next-intl";
import { unstable_rethrow } from "next/navigation";
import { useState, useTransition, type ReactNode } from "react";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";

/** Asks before something that can't be undone. Stays open until `onConfirm` has resolved; `false` from it keeps it open. */
export function ConfirmDialog({ trigger, title, description, confirmLabel, onConfirm }: {
  trigger: ReactNode; title: ReactNode; description: ReactNode; confirmLabel: string; onConfirm: () => Promise<boolean | void>;
}) {
  const t = useTranslations("common");
  const [isOpen, setIsOpen] = useState(false);
  const [isPending, startTransition] = useTransition();
  const confirm = () => startTransition(async () => {
    const isDone = await onConfirm().catch((error: unknown) => {
      unstable_rethrow(error);
      toast.error(t("error.offline"));
      return false;
    });
    if (isDone !== false) setIsOpen(false);
  });
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent>
        <DialogHeader><DialogTitle>{title}</DialogTitle><DialogDescription>{description}</DialogDescription></DialogHeader>
        <DialogFooter>
          <DialogClose asChild><Button variant="outline">{t("cancel")}</Button></DialogClose>
          <Button variant="destructive" disabled={isPending} onClick={confirm}>{confirmLabel}</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
