"use client";
import { useTranslations } from "next-intl";
import { toast } from "@/components/toast";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { openWorkspaceAfresh } from "@/components/workspaces/workspaces";
import type { ActionResult } from "@/lib/web/action";

/** The way out of the workspace. */
export function LeaveWorkspace({ workspace, leave }: { workspace: string; leave: () => Promise<ActionResult<unknown>> }) {
  const t = useTranslations("people.leave");
  const go = async () => {
    const result = await leave();
    if (result.ok) openWorkspaceAfresh();
    else toast.error(result.error.message, { description: result.error.fix });
    return result.ok;
  };
  const button = (
    <ConfirmDialog
      trigger={<Button variant="outline" size="sm">{t("button")}</Button>}
      title={t("title", { workspace })} description={t("text")} confirmLabel={t("confirm")} onConfirm={go}
    />
  );
  return <Card><CardHeader title={t("heading")} description={t("description")} actions={button} className="border-b-0" /></Card>;
}
