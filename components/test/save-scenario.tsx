"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { KeptSettings } from "@/lib/services/scenarios/settings";

export type Save = (input: { name: string; settings: KeptSettings }) => Promise<{ ok: true } | { ok: false; error: { message: string; fix?: string; issues: { path: string; message: string }[] } }>;

/** Asks for a name and keeps the settings under it. */
export function SaveScenario({ settings, suggestion, save }: { settings: KeptSettings; suggestion: string; save: Save }) {
  const t = useTranslations("scenarios.save");
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const [name, setName] = useState("");
  const [error, setError] = useState<string>();
  const [isPending, startTransition] = useTransition();
  const submit = () => startTransition(async () => {
    setError(undefined);
    const result = await save({ name, settings }).catch(() => null);
    if (result?.ok) {
      setIsOpen(false);
      toast.success(t("done"));
      return router.refresh();
    }
    // What is wrong with the settings is told here as well: the form behind is covered.
    setError(result ? (result.error.issues.map(({ message }) => message).join(" ") || [result.error.message, result.error.fix].filter(Boolean).join(" ")) : t("offline"));
  });
  return (
    <Dialog open={isOpen} onOpenChange={(open) => { setIsOpen(open); setName(suggestion); setError(undefined); }}>
      <DialogTrigger asChild><Button variant="outline">{t("button")}</Button></DialogTrigger>
      <DialogContent>
        <DialogHeader><DialogTitle>{t("title")}</DialogTitle><DialogDescription>{t("description")}</DialogDescription></DialogHeader>
        {/* A dialog's events reach the form that its button stands in. */}
        <form noValidate onSubmit={(event) => { event.preventDefault(); event.stopPropagation(); submit(); }}>
          <Field label={t("name")} htmlFor="scenario-name" error={error}><Input value={name} onChange={(event) => setName(event.target.value)} placeholder={t("placeholder")} maxLength={80} autoComplete="off" /></Field>
          <DialogFooter><Button type="submit" disabled={isPending}>{t("confirm")}</Button></DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
