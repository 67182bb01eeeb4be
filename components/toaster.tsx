"use client";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { Theme } from "@/lib/theme";
import { late, useLate } from "./late";
import { toasterCalls } from "./toast";
import { whenIdle } from "./when-idle";

const sonner = late(() => import("sonner"));

/** Where toasts appear; it comes once the page is at rest, since nothing is said before. */
export function Toaster({ theme }: { theme: Theme }) {
  const t = useTranslations("common");
  const [isThere, setIsThere] = useState(false);
  const Sonner = useLate(sonner, isThere)?.Toaster;
  useEffect(() => {
    const come = () => setIsThere(true);
    void toasterCalls.isWanted.then(come);
    return whenIdle(come);
  }, []);
  if (!Sonner) return null;
  return (
    <>
      <Sonner containerAriaLabel={t("toasts")} theme={theme} position="bottom-right" closeButton toastOptions={{ closeButtonAriaLabel: t("close"), className: "!border-border !bg-card !text-foreground !text-sm" }} />
      <Shown />
    </>
  );
}

/** Effects of what is beside run first, so by now the toaster listens. */
function Shown() {
  useEffect(() => toasterCalls.tellShown(), []);
  return null;
}
