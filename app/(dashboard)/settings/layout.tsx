import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { SettingsTabs } from "@/components/settings/settings-tabs";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("settings");
  return (
    <div className="max-w-4xl">
      <PageHeader title={t("title")} description={t("description")} />
      <SettingsTabs />
      <ClientMessages areas={["audit", "people"]}>{children}</ClientMessages>
    </div>
  );
}
