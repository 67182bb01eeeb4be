"use client";
import { useTranslations } from "next-intl";
import { leave } from "@/components/sign-out";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { useActionForm } from "@/components/use-action-form";
import { signOutEverywhereAction } from "../actions";

/** Ends the person's sessions in every browser, and leads out of this one. */
export function SignOutEverywhere() {
  const t = useTranslations("settings.sessions");
  const { run, isPending } = useActionForm();
  return (
    <Card>
      <CardHeader title={t("title")} description={t("description")} />
      <CardContent className="space-y-4">
        <p className="text-sm text-muted-foreground">{t("text")}</p>
        <Button variant="outline" disabled={isPending} onClick={() => run(() => signOutEverywhereAction(), () => void leave())}>{t("signOut")}</Button>
      </CardContent>
    </Card>
  );
}
