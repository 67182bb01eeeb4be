"use server";
import { AppError } from "@/lib/domain/errors";
import { acceptInvitation, type AcceptInvitationInput } from "@/lib/services/invitations/accept";
import { joinWorkspace, type JoinWorkspaceInput } from "@/lib/services/invitations/join";
import { describeError, type ActionResult } from "@/lib/web/action";
import { renewSession } from "@/lib/web/auth";
import { findLocale } from "@/lib/web/locale";
import { requestAddress } from "@/lib/web/request-address";
import { getRuntime } from "@/lib/web/runtime";
import { findSignedIn } from "@/lib/web/session";
import { chooseWorkspace } from "@/lib/web/workspace-cookie";

/** Makes an account and signs in with it. Without a session by nature: who holds the link may. */
export async function acceptInvitationAction(input: AcceptInvitationInput): Promise<ActionResult<{ isJoined: boolean }>> {
  try {
    const result = await acceptInvitation({ db: getRuntime().db, now: new Date(), address: await requestAddress(), locale: await findLocale(), input });
    if (result.outcome === "gone") return { ok: true, data: { isJoined: false } };
    await renewSession(result.person);
    await chooseWorkspace(result.workspaceId);
    return { ok: true, data: { isJoined: true } };
  } catch (error) {
    return { ok: false, error: await describeError(error) };
  }
}

/** Lets who is signed in join. No role is asked for: they may be in no workspace yet. */
export async function joinWorkspaceAction(input: JoinWorkspaceInput): Promise<ActionResult<{ isJoined: boolean }>> {
  try {
    const signedIn = await findSignedIn();
    if (!signedIn) throw new AppError("unauthorized", "Nobody is signed in.", { fix: "Sign in, then open the link again." });
    const result = await joinWorkspace({ db: getRuntime().db, now: new Date(), address: signedIn.address, person: signedIn.user, input });
    if (result.outcome === "joined") await chooseWorkspace(result.workspaceId);
    return { ok: true, data: { isJoined: result.outcome === "joined" } };
  } catch (error) {
    return { ok: false, error: await describeError(error) };
  }
}
