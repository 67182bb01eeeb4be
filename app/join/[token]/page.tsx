import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { redirect } from "next/navigation";
import { AuthCard } from "@/components/auth-card";
import { ProviderButton } from "@/components/provider-button";
import { Button } from "@/components/ui/button";
import { findInvitation, isIn } from "@/lib/services/invitations/find";
import { routes } from "@/lib/routes";
import { getRuntime } from "@/lib/web/runtime";
import { findSignedIn } from "@/lib/web/session";
import { LanguageSwitch } from "@/app/language-switch";
import { NameIn } from "@/components/name";
import { AcceptForm } from "../accept-form";
import { JoinButton } from "../join-button";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people"))("join.pageTitle") };
}

/** Where an invitation's link leads: with an account one joins, without one makes it. */
export default async function JoinPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [invitation, person, t, tRoles] = await Promise.all([findInvitation({ db: getRuntime().db, token, now: new Date() }), findSignedIn(), getTranslations("people.join"), getTranslations("people.roles")]);
  if (!invitation) {
    // Whom the provider vouched for has joined already, on the way back to this page.
    if (person && (await isIn({ db: getRuntime().db, token, personId: person.user.id }))) redirect(routes.home());
    return <AuthCard title={t("goneTitle")} description={t("goneText")} footer={<LanguageSwitch />}><Button asChild variant="outline" className="w-full"><Link href={routes.home()}>{t("goneAction")}</Link></Button></AuthCard>;
  }
  const { workspaceName, invitedBy, role, email } = invitation;
  const { oidc } = getRuntime().settings;
  return (
    <AuthCard title={<NameIn name={workspaceName}>{(workspace) => t("title", { workspace })}</NameIn>} description={<NameIn name={invitedBy}>{(name) => t("description", { name, role: tRoles(`${role}.name`), may: tRoles(`${role}.may`) })}</NameIn>} footer={<LanguageSwitch />}>
      {person ? <JoinButton token={token} email={person.user.email} /> : (
        <>
          <AcceptForm token={token} email={email} />
          {oidc && email && role !== "owner" && <ProviderButton name={oidc.name} next={routes.join(token)} />}
          <p className="mt-5 text-sm text-muted-foreground">{t("haveAccount")} <Link href={routes.signIn({ next: routes.join(token) })} className="text-link underline underline-offset-2">{t("signIn")}</Link></p>
        </>
      )}
    </AuthCard>
  );
}
