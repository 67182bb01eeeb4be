"use client";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { routes } from "@/lib/routes";

/** The way out, to sign in as somebody else. */
export function SignOutButton() {
  const t = useTranslations("common.nav");
  const leave = async () => {
    await signOut({ redirect: false });
    window.location.assign(routes.signIn());
  };
  return <Button variant="outline" className="w-full" onClick={() => void leave()}>{t("signOut")}</Button>;
}
