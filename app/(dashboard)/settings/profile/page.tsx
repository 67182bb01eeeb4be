import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireCtx } from "@/lib/web/session";
import { LanguageForm } from "./language-form";
import { PasswordForm } from "./password-form";
import { ProfileForm } from "./profile-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: `${t("tabs.profile")} - ${t("title")}` };
}

export default async function ProfilePage() {
  const { user } = await requireCtx("account.own");
  return (
    <div className="grid items-start gap-6 md:grid-cols-2">
      <ProfileForm name={user.name} email={user.email} />
      <PasswordForm email={user.email} />
      <LanguageForm locale={user.locale} />
    </div>
  );
}
