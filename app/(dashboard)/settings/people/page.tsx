import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { InvitationList } from "@/components/people/invitation-list";
import { InviteForm } from "@/components/people/invite-form";
import { LeaveWorkspace } from "@/components/people/leave-workspace";
import { PeopleTable } from "@/components/people/people-table";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { INVITATION_DAYS, rolesToGive } from "@/lib/domain/membership";
import { roleMay } from "@/lib/domain/permissions";
import { listInvitations } from "@/lib/services/invitations/list";
import { listPeople, ListPeopleInput } from "@/lib/services/people/list";
import { routes } from "@/lib/routes";
import { getRuntime } from "@/lib/web/runtime";
import { readSearchParams, type SearchParams } from "@/lib/web/search-params";
import { requireCtx } from "@/lib/web/session";
import { changeRoleAction, createInvitationAction, leaveWorkspaceAction, makePasswordLinkAction, removePersonAction, withdrawInvitationAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: `${t("tabs.people")} · ${t("title")}` };
}

export default async function PeoplePage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireCtx("member.read");
  const t = await getTranslations("people");
  const isManager = roleMay(ctx.role, "member.manage");
  const [people, invitations] = await Promise.all([
    listPeople({ ctx, input: await readSearchParams(ListPeopleInput, searchParams) }),
    isManager ? listInvitations({ ctx, input: { limit: 100 } }) : null,
  ]);
  return (
    <div className="space-y-6">
      <Card>
        <CardHeader title={t("list.title")} description={t("list.description")} />
        <PeopleTable people={people.data} viewer={ctx.role} changeRole={changeRoleAction} makePasswordLink={makePasswordLinkAction} remove={removePersonAction} />
      </Card>
      {people.next && <nav aria-label={t("list.title")} className="flex justify-end"><Button asChild variant="outline" size="sm"><Link href={routes.settings.people({ cursor: people.next })}>{t("list.more")}</Link></Button></nav>}
      {invitations && (
        <Card>
          <CardHeader title={t("invite.title")} description={t("invite.description", { days: INVITATION_DAYS })} />
          <CardContent className="border-b border-border"><InviteForm roles={rolesToGive(ctx.role)} isMailed={getRuntime().settings.mail !== null} invite={createInvitationAction} /></CardContent>
          <InvitationList invitations={invitations.data} viewer={ctx.role} withdraw={withdrawInvitationAction} />
        </Card>
      )}
      <LeaveWorkspace workspace={ctx.workspace.name} leave={leaveWorkspaceAction} />
    </div>
  );
}
