"use server";
import { setPasswordByLink, type SetPasswordInput } from "@/lib/services/password-resets/set-password";
import { describeError, type ActionResult } from "@/lib/web/action";
import { renewSession } from "@/lib/web/auth";
import { findLocale } from "@/lib/web/locale";
import { requestAddress } from "@/lib/web/request-address";
import { getRuntime } from "@/lib/web/runtime";

/** Sets a password and signs in with it. Without a session by nature: who holds the link may. */
export async function setPasswordAction(input: SetPasswordInput): Promise<ActionResult<{ isSet: boolean }>> {
  try {
    const result = await setPasswordByLink({ db: getRuntime().db, now: new Date(), address: await requestAddress(), locale: await findLocale(), input });
    if (result.outcome === "set") await renewSession(result.person);
    return { ok: true, data: { isSet: result.outcome === "set" } };
  } catch (error) {
    return { ok: false, error: await describeError(error) };
  }
}
