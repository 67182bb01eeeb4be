import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import type { ReactNode } from "react";
import { SignedInShell } from "@/app/signed-in-shell";
import { Logo } from "@/components/logo";
import { Button } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import { findCtx } from "@/lib/web/session";

/** The reference is public; whoever is signed in sees it inside the dashboard. */
export default async function ReferenceLayout({ children }: { children: ReactNode }) {
  const ctx = await findCtx();
  if (ctx) return <SignedInShell ctx={ctx}>{children}</SignedInShell>;
  const t = await getTranslations();
  return (
    <div className="min-h-dvh">
      <header className="flex h-14 items-center justify-between border-b border-border px-4 sm:px-6">
        <Link href={routes.home()} className="flex items-center gap-2 text-sm font-semibold"><Logo className="size-6" />{t("common.product")}</Link>
        <Button asChild variant="outline" size="sm"><Link href={routes.signIn()}>{t("api.signIn")}</Link></Button>
      </header>
      <main className="mx-auto w-full max-w-[76rem] px-4 py-6 sm:px-6 lg:py-8">{children}</main>
    </div>
  );
}
