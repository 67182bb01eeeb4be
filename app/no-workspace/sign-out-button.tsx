"use client";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { routes } from "@/lib/routes";

/** The way out, to go on as somebody else. @param returnTo a path of Aviso's own */
export function SignOutButton({ returnTo = routes.signIn() }: { returnTo?: string }) {
  const t = useTranslations("common.nav");
  const leave = async () => {
    await signOut({ redirect: false });
    window.location.assign(returnTo);
  };
  return <Button variant="outline" className="w-full" onClick={() => void leave()}>{t("signOut")}</Button>;
}
