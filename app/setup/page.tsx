import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { AuthCard } from "@/components/auth-card";
import { needsSetUp } from "@/lib/services/people/set-up-owner";
import { routes } from "@/lib/routes";
import { getRuntime } from "@/lib/web/runtime";
import { LanguageSwitch } from "../language-switch";
import { SetUpForm } from "./set-up-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.setUp");
  return { title: t("title") };
}

export default async function SetUpPage() {
  await connection();
  if (!(await needsSetUp({ db: getRuntime().db }))) redirect(routes.signIn());
  const t = await getTranslations("auth.setUp");
  return <AuthCard title={t("title")} description={t("description")} footer={<LanguageSwitch />}><SetUpForm /></AuthCard>;
}
