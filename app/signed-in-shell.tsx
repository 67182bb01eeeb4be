import type { ReactNode } from "react";
import { AppShell } from "@/components/app-shell";
import { showId } from "@/lib/domain/ids";
import { isMac } from "@/lib/web/is-mac";
import { getRuntime } from "@/lib/web/runtime";
import type { SessionCtx } from "@/lib/web/session";
import { switchWorkspaceAction } from "./(dashboard)/workspaces/actions";

/** The dashboard's frame, for whoever is signed in. */
export async function SignedInShell({ ctx: { user, workspace, role, memberships }, children }: { ctx: SessionCtx; children: ReactNode }) {
  const workspaces = memberships.map(({ workspace: { id, name } }) => ({ id: showId("workspace", id), name, isCurrent: id === workspace.id }));
  return (
    <AppShell workspaceName={workspace.name} workspaces={workspaces} switchWorkspace={switchWorkspaceAction} user={{ name: user.name, email: user.email }} role={role} isLocal={getRuntime().settings.isLocal} isMac={await isMac()}>
      {children}
    </AppShell>
  );
}
