import type { ReactNode } from "react";
import { AppShell } from "@/components/app-shell";
import { ClientMessages } from "@/components/client-messages";
import { OwnEventTypes } from "@/components/own-event-types";
import { showId } from "@/lib/domain/ids";
import { listOwnTitles } from "@/lib/services/event-types/list-own-titles";
import { isMac } from "@/lib/web/is-mac";
import { getRuntime } from "@/lib/web/runtime";
import type { SessionCtx } from "@/lib/web/session";
import { switchWorkspaceAction } from "./(dashboard)/workspaces/actions";

/** The dashboard's frame, for whoever is signed in. */
export async function SignedInShell({ ctx, children }: { ctx: SessionCtx; children: ReactNode }) {
  const { user, workspace, role, memberships } = ctx;
  const workspaces = memberships.map(({ workspace: { id, name } }) => ({ id: showId("workspace", id), name, isCurrent: id === workspace.id }));
  // Without titles the frame still stands: types then go by their names.
  const titles = await listOwnTitles({ ctx }).catch(() => new Map<string, string>());
  return (
    <ClientMessages areas={["catalogue", "commands", "settings", "workspaces"]}>
    <OwnEventTypes titles={titles}>
    <AppShell workspaceName={workspace.name} workspaces={workspaces} switchWorkspace={switchWorkspaceAction} user={{ name: user.name, email: user.email }} role={role} isLocal={getRuntime().settings.isLocal} isMac={await isMac()}>
      {children}
    </AppShell>
    </OwnEventTypes>
    </ClientMessages>
  );
}
