import type { ReactNode } from "react";
import { AppShell } from "@/components/app-shell";
import { getRuntime } from "@/lib/web/runtime";
import { requireCtx } from "@/lib/web/session";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { user, workspace, role } = await requireCtx();
  return <AppShell workspaceName={workspace.name} user={{ name: user.name, email: user.email }} role={role} isLocal={getRuntime().settings.isLocal}>{children}</AppShell>;
}
