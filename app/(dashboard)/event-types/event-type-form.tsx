"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, type FormEvent, type ReactNode } from "react";
import { toast } from "@/components/toast";
import { useActionForm } from "@/components/use-action-form";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { routes } from "@/lib/routes";
import type { EventTypeItem } from "@/lib/services/event-types/read";
import { createEventTypeAction, updateEventTypeAction } from "./actions";

/** A sheet with an event type's fields: a new one, which it then opens, or the given one. */
export function EventTypeDialog({ type, trigger }: { type?: EventTypeItem; trigger: ReactNode }) {
  const t = useTranslations("eventTypes");
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const words = type ? "edit" : "new";
  const done = ({ name, title }: { name: string; title: string }) => {
    setIsOpen(false);
    toast.success(t(`${words}.done`, { title }));
    if (!type) router.push(routes.eventTypes.detail(name));
  };
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent side="right">
        <DialogHeader><DialogTitle>{t(`${words}.title`)}</DialogTitle><DialogDescription>{t(`${words}.description`)}</DialogDescription></DialogHeader>
        <EventTypeForm type={type} onDone={done} />
      </DialogContent>
    </Dialog>
  );
}

function EventTypeForm({ type, onDone }: { type?: EventTypeItem; onDone: (made: { name: string; title: string }) => void }) {
  const t = useTranslations("eventTypes");
  const cancel = useTranslations("common")("cancel");
  const { run, issue, isPending } = useActionForm();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const value = (name: string) => String(form.get(name) ?? "");
    const input = { name: type?.name ?? value("name"), title: value("title"), description: value("description"), sample: value("sample"), schema: value("schema") };
    run(() => (type ? updateEventTypeAction(input) : createEventTypeAction(input)), onDone);
  };
  const json = "font-mono text-xs leading-5";
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      {!type && (
        <Field label={t("fields.name")} htmlFor="type-name" hint={t("fields.nameHint")} error={issue("name")}>
          <Input name="name" placeholder={t("fields.namePlaceholder")} maxLength={128} autoComplete="off" spellCheck={false} className="font-mono text-[13px]" />
        </Field>
      )}
      <Field label={t("fields.title")} htmlFor="type-title" error={issue("title")}><Input name="title" defaultValue={type?.title} placeholder={t("fields.titlePlaceholder")} maxLength={100} autoComplete="off" /></Field>
      <Field label={t("fields.description")} htmlFor="type-description" error={issue("description")}><Textarea name="description" defaultValue={type?.description} placeholder={t("fields.descriptionPlaceholder")} rows={2} maxLength={1000} /></Field>
      <Field label={t("fields.sample")} htmlFor="type-sample" hint={t("fields.sampleHint")} error={issue("sample")}><Textarea name="sample" defaultValue={type?.samples[0]?.data} rows={8} spellCheck={false} className={json} /></Field>
      <Field label={t("fields.schema")} htmlFor="type-schema" hint={t("fields.schemaHint")} error={issue("schema")}><Textarea name="schema" defaultValue={type?.schema ? JSON.stringify(type.schema, null, 2) : ""} rows={8} spellCheck={false} className={json} /></Field>
      <DialogFooter>
        <DialogClose asChild><Button variant="outline">{cancel}</Button></DialogClose>
        <Button type="submit" disabled={isPending}>{t(type ? "edit.submit" : "new.submit")}</Button>
      </DialogFooter>
    </form>
  );
}
