import type { ReactNode } from "react";
import { SignedInShell } from "@/app/signed-in-shell";
import { requireCtx } from "@/lib/web/session";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  return <SignedInShell ctx={await requireCtx()}>{children}</SignedInShell>;
}
