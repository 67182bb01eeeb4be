"use server";
import { revalidatePath } from "next/cache";
import { log } from "@/lib/log";
import { createInvitation, type CreateInvitationInput } from "@/lib/services/invitations/create";
import { mailInvitation } from "@/lib/services/invitations/mail";
import { withdrawInvitation, type WithdrawInvitationInput } from "@/lib/services/invitations/withdraw";
import { createMailer } from "@/lib/services/notices/mailer";
import { makeResetLink, type MakeResetLinkInput } from "@/lib/services/password-resets/make";
import { changeRole, type ChangeRoleInput } from "@/lib/services/people/change-role";
import { leaveWorkspace } from "@/lib/services/people/leave";
import { removePerson, type RemovePersonInput } from "@/lib/services/people/remove";
import { routes } from "@/lib/routes";
import { authedAction, NO_INPUT } from "@/lib/web/action";
import { renewSession } from "@/lib/web/auth";
import { findLocale } from "@/lib/web/locale";
import { getRuntime } from "@/lib/web/runtime";
import { readId } from "@/lib/domain/ids";

export interface MadeInvitation {
  url: string;
  /** Where it was mailed to, and whether the mail server took it; null where it was not to be mailed. */
  mail: { to: string; isSent: boolean } | null;
}

export const createInvitationAction = authedAction<CreateInvitationInput, MadeInvitation>("member.manage", async ({ ctx, input }) => {
  const { id, email, url } = await createInvitation({ ctx, input });
  revalidatePath(routes.settings.people());
  const { mail, origin } = getRuntime().settings;
  if (!email || !mail) return { url, mail: null };
  const mailer = createMailer(mail);
  const isSent = await mailInvitation({ mailer, origin, locale: await findLocale(), invitation: { id, email, url, workspace: ctx.workspace.name, inviter: ctx.user.name } }).then(() => true, (error: unknown) => {
    log.error("the invitation could not be mailed", {}, error);
    return false;
  });
  mailer.close();
  return { url, mail: { to: email, isSent } };
});

export const withdrawInvitationAction = authedAction<WithdrawInvitationInput, void>("member.manage", async ({ ctx, input }) => {
  await withdrawInvitation({ ctx, input });
  revalidatePath(routes.settings.people());
});

export const changeRoleAction = authedAction<ChangeRoleInput, void>("member.manage", async ({ ctx, input }) => {
  const { sessionVersion } = await changeRole({ ctx, input });
  // Who takes a role from themselves stays signed in here, and nowhere else.
  if (sessionVersion !== null && readId("user", input.personId) === ctx.user.id) await renewSession({ ...ctx.user, sessionVersion });
  revalidatePath("/", "layout");
});

export const removePersonAction = authedAction<RemovePersonInput, void>("member.manage", async ({ ctx, input }) => {
  await removePerson({ ctx, input });
  revalidatePath(routes.settings.people());
});

export const makePasswordLinkAction = authedAction<MakeResetLinkInput, { url: string }>("member.resetPassword", async ({ ctx, input }) => ({ url: (await makeResetLink({ ctx, input })).url }));

export const leaveWorkspaceAction = authedAction("account.own", NO_INPUT, async ({ ctx }) => {
  await leaveWorkspace({ ctx });
});
