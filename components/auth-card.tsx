import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ClientMessages } from "@/components/client-messages";
import { Logo } from "@/components/logo";

/** The frame of the pages before the log-in. */
export function AuthCard({ title, description, children, footer }: { title: ReactNode; description?: ReactNode; children: ReactNode; footer?: ReactNode }) {
  const t = useTranslations("common");
  return (
    <ClientMessages areas={["auth", "people"]}>
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2.5"><Logo className="size-8" /><span className="text-base font-semibold">{t("product")}</span></div>
        <div className="rounded-xl border border-border bg-card p-6 shadow-sm">
          <h1 className="text-lg leading-6 font-semibold tracking-tight">{title}</h1>
          {description && <p className="mt-1 text-sm leading-5 text-pretty text-muted-foreground">{description}</p>}
          <div className="mt-5">{children}</div>
        </div>
        <p className="mt-6 text-center text-xs text-muted-foreground">{t("tagline")}</p>
        {footer}
      </div>
    </main>
    </ClientMessages>
  );
}
