import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { AuthCard } from "@/components/auth-card";
import { routes } from "@/lib/routes";
import { findSignedIn } from "@/lib/web/session";
import { SignOutButton } from "./sign-out-button";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("workspaces"))("none.title") };
}

/** Where who is signed in but in no workspace comes: they left the last one, or were removed. */
export default async function NoWorkspacePage() {
  const person = (await findSignedIn()) ?? redirect(routes.signIn());
  if (person.current) redirect(routes.home());
  const t = await getTranslations("workspaces.none");
  return <AuthCard title={t("title")} description={t("description", { email: person.user.email })}><SignOutButton /></AuthCard>;
}
