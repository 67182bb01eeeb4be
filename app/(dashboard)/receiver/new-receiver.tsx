"use client";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { useActionForm } from "@/components/use-action-form";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { routes } from "@/lib/routes";
import { createReceiverAction } from "./actions";

/** Asks for a name, makes the receiver and opens it. */
export function NewReceiver() {
  const t = useTranslations("receiver.new");
  const router = useRouter();
  const { run, issue, isPending } = useActionForm();
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(() => createReceiverAction({ name }), ({ id }) => router.push(routes.receivers.detail(id)));
  };
  return (
    <Dialog>
      <DialogTrigger asChild><Button><Plus aria-hidden />{t("button")}</Button></DialogTrigger>
      <DialogContent>
        <DialogHeader><DialogTitle>{t("title")}</DialogTitle><DialogDescription>{t("description")}</DialogDescription></DialogHeader>
        <form onSubmit={submit} noValidate>
          <Field label={t("name")} htmlFor="receiver-name" error={issue("name")}><Input value={name} onChange={(event) => setName(event.target.value)} placeholder={t("placeholder")} maxLength={80} autoComplete="off" /></Field>
          <DialogFooter><Button type="submit" disabled={isPending}>{t("create")}</Button></DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
