import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { AuthCard } from "@/components/auth-card";
import { ProviderButton } from "@/components/provider-button";
import { Alert } from "@/components/ui/alert";
import { needsSetUp } from "@/lib/services/people/set-up-owner";
import { routes } from "@/lib/routes";
import { returnPath } from "@/lib/web/return-path";
import { getRuntime } from "@/lib/web/runtime";
import type { SearchParams } from "@/lib/web/search-params";
import { findSignedIn } from "@/lib/web/session";
import { LanguageSwitch } from "../language-switch";
import { SignInForm } from "./sign-in-form";
import { SignInProblem } from "./sign-in-problem";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.signIn");
  return { title: t("title") };
}

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  await connection();
  const { db, settings } = getRuntime();
  if (await needsSetUp({ db })) redirect(routes.setup());
  const { next: wish, error } = await searchParams;
  const next = returnPath(wish, settings.origin);
  if (await findSignedIn()) redirect(next);
  const t = await getTranslations("auth.signIn");
  return (
    <AuthCard title={t("title")} description={t("description")} footer={<LanguageSwitch />}>
      {settings.oidc && typeof error === "string" && <SignInProblem error={error} provider={settings.oidc.name} />}
      <SignInForm next={next} />
      {settings.oidc && <ProviderButton name={settings.oidc.name} next={next} />}
      {settings.isLocal && (
        <Alert className="mt-5" title={t("localTitle")}>
          {t.rich("localText", { file: settings.credentialsFile, code: (chunks) => <code className="rounded bg-card px-1 py-0.5 font-mono text-xs break-all">{chunks}</code> })}
        </Alert>
      )}
    </AuthCard>
  );
}
