"use client";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { useReach } from "@/components/reach";
import { toast } from "@/components/toast";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import type { KeptSettings } from "@/lib/services/scenarios/settings";
import { cancelRunAction, runScenarioAction } from "../../scenario-actions";

/** Cancels a run, or tells the same story once more. */
export function RunActions({ id, isRunning, settings }: { id: string; isRunning: boolean; settings: KeptSettings }) {
  const t = useTranslations("scenarios.detail");
  const router = useRouter();
  const reach = useReach();
  const [isPending, startTransition] = useTransition();
  const again = () => startTransition(async () => {
    const result = await reach(runScenarioAction(settings));
    if (!result.ok) return void toast.error([result.error.message, result.error.fix].filter(Boolean).join(" "));
    router.push(routes.scenarios.run(result.data.runId));
  });
  const cancel = async () => {
    const result = await cancelRunAction({ runId: id });
    if (!result.ok) { toast.error(result.error.message); return false; }
    toast.success(t("cancelled"));
  };
  return (
    <>
      {isRunning && <ConfirmDialog trigger={<Button variant="outline">{t("cancel")}</Button>} title={t("cancelAsk")} description={t("cancelDescription")} confirmLabel={t("cancelConfirm")} onConfirm={cancel} />}
      <Button asChild variant="outline"><Link href={routes.scenarios.list({ run: id })}>{t("edit")}</Link></Button>
      <Button disabled={isPending} onClick={again}>{t("again")}</Button>
    </>
  );
}
