"use client";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useEffect, useState } from "react";
import type { Theme } from "@/lib/theme";
import { toasterCalls } from "./toast";
import { whenIdle } from "./when-idle";

const Sonner = lazy(() => import("sonner").then(({ Toaster }) => ({ default: Toaster })));

/** Where toasts appear; it comes once the page is at rest, since nothing is said before. */
export function Toaster({ theme }: { theme: Theme }) {
  const t = useTranslations("common");
  const [isThere, setIsThere] = useState(false);
  useEffect(() => {
    const come = () => setIsThere(true);
    void toasterCalls.isWanted.then(come);
    return whenIdle(come);
  }, []);
  if (!isThere) return null;
  return (
    <Suspense fallback={null}>
      <Sonner containerAriaLabel={t("toasts")} theme={theme} position="bottom-right" closeButton toastOptions={{ closeButtonAriaLabel: t("close"), className: "!border-border !bg-card !text-foreground !text-sm" }} />
      <Shown />
    </Suspense>
  );
}

/** Effects of what is beside run first, so by now the toaster listens. */
function Shown() {
  useEffect(() => toasterCalls.tellShown(), []);
  return null;
}
