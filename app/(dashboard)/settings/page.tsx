import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { IfMay } from "@/components/access";
import { PageHeader } from "@/components/page-header";
import { Card, CardHeader } from "@/components/ui/card";
import { roleMay } from "@/lib/domain/permissions";
import { listApiKeys } from "@/lib/services/api-keys/list";
import { listProducts } from "@/lib/services/products/list";
import { getWorkspace } from "@/lib/services/workspaces/get";
import { requireCtx } from "@/lib/web/session";
import { ApiKeys } from "./api-keys";
import { PasswordForm } from "./password-form";
import { ProfileForm } from "./profile-form";
import { WorkspaceForm } from "./workspace-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("title") };
}

export default async function SettingsPage() {
  const ctx = await requireCtx("workspace.read");
  const t = await getTranslations("settings");
  const maySeeKeys = roleMay(ctx.role, "apiKey.read");
  const [workspace, keys, products] = await Promise.all([
    getWorkspace({ ctx }),
    maySeeKeys ? listApiKeys({ ctx, input: {} }) : [],
    maySeeKeys ? listProducts({ ctx, input: { limit: 100 } }) : { data: [] },
  ]);
  return (
    <div className="max-w-4xl">
      <PageHeader title={t("title")} description={t("description")} />
      <div className="space-y-6">
        <IfMay permission="apiKey.read"><ApiKeys keys={keys} products={products.data.map(({ id, name, externalId }) => ({ id, name, externalId }))} /></IfMay>
        <WorkspaceForm workspace={workspace} />
        <div className="grid items-start gap-6 md:grid-cols-2">
          <ProfileForm name={ctx.user.name} email={ctx.user.email} />
          <PasswordForm email={ctx.user.email} />
        </div>
        <Card><CardHeader title={t("retention.title")} description={t("retention.text")} className="border-b-0" /></Card>
      </div>
    </div>
  );
}
