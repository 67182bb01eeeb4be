import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { AuthCard } from "@/components/auth-card";
import { Alert } from "@/components/ui/alert";
import { needsSetUp } from "@/lib/services/people/set-up-owner";
import { routes } from "@/lib/routes";
import { getRuntime } from "@/lib/web/runtime";
import { findCtx } from "@/lib/web/session";
import { LanguageSwitch } from "../language-switch";
import { SignInForm } from "./sign-in-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.signIn");
  return { title: t("title") };
}

export default async function SignInPage() {
  await connection();
  const { db, settings } = getRuntime();
  if (await needsSetUp({ db })) redirect(routes.setup());
  if (await findCtx()) redirect(routes.home());
  const t = await getTranslations("auth.signIn");
  return (
    <AuthCard title={t("title")} description={t("description")} footer={<LanguageSwitch />}>
      <SignInForm />
      {settings.isLocal && (
        <Alert className="mt-5" title={t("localTitle")}>
          {t.rich("localText", { file: settings.credentialsFile, code: (chunks) => <code className="rounded bg-card px-1 py-0.5 font-mono text-xs break-all">{chunks}</code> })}
        </Alert>
      )}
    </AuthCard>
  );
}
