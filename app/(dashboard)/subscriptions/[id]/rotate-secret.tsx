"use client";
import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { toast } from "@/components/toast";
import { useActionForm } from "@/components/use-action-form";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SUBSCRIPTION_LIMITS } from "@/lib/domain/subscription";
import { rotateSecretAction } from "../actions";

const CHOICES = [0, 1, 6, 24, 72, 168] as const;

/** Asks how long the old secret goes on beside the new one, and makes the new one. */
export function RotateSecret({ id, onRotated }: { id: string; onRotated: () => void }) {
  const t = useTranslations("subscriptions.secret");
  const { run, issue, isPending } = useActionForm();
  const [isOpen, setIsOpen] = useState(false);
  const [hours, setHours] = useState<number>(SUBSCRIPTION_LIMITS.overlapHours.usual);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(() => rotateSecretAction({ id, overlapHours: hours }), () => {
      setIsOpen(false);
      toast.success(hours === 0 ? t("rotatedAtOnce") : t("rotated", { hours }));
      onRotated();
    });
  };
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild><Button variant="outline" size="sm"><RotateCw aria-hidden />{t("rotate")}</Button></DialogTrigger>
      <DialogContent>
        <DialogHeader><DialogTitle>{t("rotateTitle")}</DialogTitle><DialogDescription>{t("rotateText")}</DialogDescription></DialogHeader>
        <form onSubmit={submit} noValidate>
          <Field label={t("overlap")} htmlFor="overlap" hint={hours === 0 ? t("overlapNone") : t("overlapHint")} error={issue("overlapHours")}>
            <Select value={hours} onChange={(event) => setHours(Number(event.target.value))}>
              {CHOICES.map((choice) => <option key={choice} value={choice}>{t("hours", { hours: choice })}</option>)}
            </Select>
          </Field>
          <DialogFooter>
            <DialogClose asChild><Button variant="outline">{t("cancel")}</Button></DialogClose>
            <Button type="submit" disabled={isPending}>{t("rotateConfirm")}</Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
