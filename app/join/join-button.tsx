"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { SignOutButton } from "@/app/no-workspace/sign-out-button";
import { Button } from "@/components/ui/button";
import { useActionForm } from "@/components/use-action-form";
import { routes } from "@/lib/routes";
import { openWorkspaceAfresh } from "@/components/workspaces/workspaces";
import { joinWorkspaceAction } from "./actions";

/** Joins as who is signed in, or lets them become somebody else first. */
export function JoinButton({ token, email }: { token: string; email: string }) {
  const t = useTranslations("people.join");
  const router = useRouter();
  const { run, isPending } = useActionForm();
  // Used by somebody else meanwhile: the page says so.
  const join = () => run(() => joinWorkspaceAction({ token }), ({ isJoined }) => (isJoined ? openWorkspaceAfresh() : router.refresh()));
  return (
    <div className="space-y-4">
      <p className="text-sm text-muted-foreground">{t("signedInAs", { email })}</p>
      <Button disabled={isPending} onClick={join} className="w-full">{t("join")}</Button>
      <SignOutButton returnTo={routes.join(token)} />
    </div>
  );
}
