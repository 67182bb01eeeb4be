"use server";
import { revalidatePath } from "next/cache";
import { createApiKey, type CreateApiKeyInput } from "@/lib/services/api-keys/create";
import { revokeApiKey } from "@/lib/services/api-keys/revoke";
import { changePassword, type ChangePasswordInput } from "@/lib/services/people/change-password";
import { chooseLanguage, type ChooseLanguageInput } from "@/lib/services/people/choose-language";
import { signOutEverywhere } from "@/lib/services/people/sessions";
import { updateProfile, type UpdateProfileInput } from "@/lib/services/people/update-profile";
import { updateWorkspace, type UpdateWorkspaceInput } from "@/lib/services/workspaces/update";
import { authedAction, NO_INPUT } from "@/lib/web/action";
import { renewSession } from "@/lib/web/auth";
import { keepBrowserLocale } from "@/lib/web/browser-locale";

export const updateProfileAction = authedAction<UpdateProfileInput, void>("account.own", async ({ ctx, input }) => {
  await updateProfile({ ctx, input });
  revalidatePath("/", "layout");
});

export const chooseLanguageAction = authedAction<ChooseLanguageInput, void>("account.own", async ({ ctx, input }) => {
  await chooseLanguage({ ctx, input });
  // So that the sign-in page speaks it, too.
  await keepBrowserLocale(input.locale);
  revalidatePath("/", "layout");
});

export const changePasswordAction = authedAction<ChangePasswordInput, void>("account.own", async ({ ctx, input }) => {
  const { sessionVersion } = await changePassword({ ctx, input });
  await renewSession({ ...ctx.user, sessionVersion });
});

export const signOutEverywhereAction = authedAction("account.own", NO_INPUT, ({ ctx }) => signOutEverywhere({ ctx }));

export const updateWorkspaceAction = authedAction<UpdateWorkspaceInput, void>("workspace.update", async ({ ctx, input }) => {
  await updateWorkspace({ ctx, input });
  revalidatePath("/", "layout");
});

export const createApiKeyAction = authedAction<CreateApiKeyInput, { id: string; name: string; key: string }>("apiKey.manage", async ({ ctx, input }) => {
  const { id, name, key } = await createApiKey({ ctx, input });
  revalidatePath("/settings/api-keys");
  return { id, name, key };
});

export const revokeApiKeyAction = authedAction<{ id: string }, void>("apiKey.manage", async ({ ctx, input }) => {
  await revokeApiKey({ ctx, input });
  revalidatePath("/settings/api-keys");
});
