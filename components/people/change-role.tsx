"use client";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { useActionForm } from "@/components/use-action-form";
import { isDemotion, rolesToGive } from "@/lib/domain/membership";
import type { Role } from "@/lib/domain/permissions";
import type { PersonItem } from "@/lib/services/people/list";
import type { ActionResult } from "@/lib/web/action";
import { RolePicker } from "./role-picker";

export type ChangeRoleCall = (input: { personId: string; role: Role }) => Promise<ActionResult<void>>;

/** Gives a person another role, and says before what follows from it. */
export function ChangeRole({ person: { id, name, role: before, isYou }, viewer, changeRole }: { person: PersonItem; viewer: Role; changeRole: ChangeRoleCall }) {
  const t = useTranslations("people.changeRole");
  const tCommon = useTranslations("common");
  const { run, isPending } = useActionForm();
  const [isOpen, setIsOpen] = useState(false);
  const [role, setRole] = useState(before);
  const open = (next: boolean) => {
    setRole(before);
    setIsOpen(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(() => changeRole({ personId: id, role }), () => { setIsOpen(false); toast.success(t("done", { name })); });
  };
  return (
    <Dialog open={isOpen} onOpenChange={open}>
      <DialogTrigger asChild><Button variant="outline" size="sm" aria-label={t("named", { name })}>{t("button")}</Button></DialogTrigger>
      <DialogContent>
        <form onSubmit={submit} noValidate>
          <DialogHeader><DialogTitle>{t("title", { name })}</DialogTitle><DialogDescription>{t("description")}</DialogDescription></DialogHeader>
          <RolePicker name={`role-${id}`} legend={t("role")} roles={rolesToGive(viewer)} value={role} onChange={setRole} />
          <p aria-live="polite" className="mt-3 text-[13px] leading-5 text-pretty text-muted-foreground">{isDemotion(before, role) ? t(isYou ? "lowersYou" : "lowers", { name }) : ""}</p>
          <DialogFooter>
            <DialogClose asChild><Button variant="outline">{tCommon("cancel")}</Button></DialogClose>
            <Button type="submit" disabled={isPending || role === before}>{t("submit")}</Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
