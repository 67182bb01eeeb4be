import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { AuthCard } from "@/components/auth-card";
import { Button } from "@/components/ui/button";
import { findReset } from "@/lib/services/password-resets/find";
import { routes } from "@/lib/routes";
import { getRuntime } from "@/lib/web/runtime";
import { LanguageSwitch } from "@/app/language-switch";
import { SetPasswordForm } from "../set-password-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people"))("reset.pageTitle") };
}

/** Where a link to set a new password leads. */
export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [reset, t] = await Promise.all([findReset(getRuntime().db, { token, now: new Date() }), getTranslations("people.reset")]);
  if (!reset) return <AuthCard title={t("goneTitle")} description={t("goneText")} footer={<LanguageSwitch />}><Button asChild variant="outline" className="w-full"><Link href={routes.signIn()}>{t("goneAction")}</Link></Button></AuthCard>;
  return <AuthCard title={t("title")} description={t("description", { email: reset.email })} footer={<LanguageSwitch />}><SetPasswordForm token={token} email={reset.email} /></AuthCard>;
}
