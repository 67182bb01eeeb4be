"use client";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

/** Leads to the operator's sign-in provider, and from there to the path `next`; stands below a line that says "or". */
export function ProviderButton({ name, next }: { name: string; next: string }) {
  const t = useTranslations("auth.provider");
  const tCommon = useTranslations("common.error");
  const [state, setState] = useState<"idle" | "pending" | "offline">("idle");
  const leave = () => {
    setState("pending");
    signIn("oidc", { callbackUrl: next }).catch(() => setState("offline"));
  };
  return (
    <div className="mt-5 space-y-4">
      <div className="flex items-center gap-3 text-xs text-muted-foreground before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">{t("or")}</div>
      {state === "offline" && <Alert tone="danger">{tCommon("offline")}</Alert>}
      <Button variant="outline" className="w-full" disabled={state === "pending"} onClick={leave}><span className="truncate">{t("continue", { name })}</span></Button>
    </div>
  );
}
