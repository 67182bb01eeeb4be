import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/page-header";
import { requireCtx } from "@/lib/web/session";
import { NewWorkspaceForm } from "./new-workspace-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("workspaces"))("new.title") };
}

export default async function NewWorkspacePage() {
  await requireCtx("account.own");
  const t = await getTranslations("workspaces.new");
  return (
    <div className="max-w-xl">
      <PageHeader title={t("title")} description={t("description")} />
      <NewWorkspaceForm />
    </div>
  );
}
