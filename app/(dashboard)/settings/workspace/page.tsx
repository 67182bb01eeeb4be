import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Card, CardHeader } from "@/components/ui/card";
import { getWorkspace } from "@/lib/services/workspaces/get";
import { requireCtx } from "@/lib/web/session";
import { WorkspaceForm } from "./workspace-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: `${t("tabs.workspace")} · ${t("title")}` };
}

export default async function WorkspacePage() {
  const ctx = await requireCtx("workspace.read");
  const t = await getTranslations("settings.retention");
  return (
    <div className="space-y-6">
      <WorkspaceForm workspace={await getWorkspace({ ctx })} />
      <Card><CardHeader title={t("title")} description={t("text")} className="border-b-0" /></Card>
    </div>
  );
}
