import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { findSignInWays } from "@/lib/services/people/find-sign-in-ways";
import { getRuntime } from "@/lib/web/runtime";
import { requireCtx } from "@/lib/web/session";
import { LanguageForm } from "./language-form";
import { PasswordForm } from "./password-form";
import { ProfileForm } from "./profile-form";
import { SignOutEverywhere } from "./sign-out-everywhere";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: `${t("tabs.profile")} · ${t("title")}` };
}

export default async function ProfilePage() {
  const { db, user } = await requireCtx("account.own");
  const { hasPassword, isBound } = await findSignInWays({ db, personId: user.id });
  return (
    <div className="grid items-start gap-6 md:grid-cols-2">
      <ProfileForm name={user.name} email={user.email} />
      <PasswordForm email={user.email} hasPassword={hasPassword} provider={isBound ? (getRuntime().settings.oidc?.name ?? null) : null} />
      <LanguageForm locale={user.locale} />
      <SignOutEverywhere />
    </div>
  );
}
