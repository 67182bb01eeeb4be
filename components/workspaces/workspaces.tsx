"use client";
import { useTranslations } from "next-intl";
import { createContext, useContext, useEffect, type ReactNode } from "react";
import { toast } from "@/components/toast";
import { routes } from "@/lib/routes";
import type { ActionResult } from "@/lib/web/action";

export interface WorkspaceChoice { id: string; name: string; isCurrent: boolean }
export type SwitchWorkspace = (input: { workspaceId: string }) => Promise<ActionResult<void>>;

interface Workspaces {
  /** All that the person is in, by name. */
  all: WorkspaceChoice[];
  /** Goes on in another one, from its Overview. */
  switchTo: (id: string) => Promise<void>;
}

const WorkspacesContext = createContext<Workspaces>({ all: [], switchTo: async () => undefined });
const CHANNEL = "aviso.workspace";

/** The workspaces one can go to, and the way there: for the menu, and wherever else one switches. */
export const useWorkspaces = () => useContext(WorkspacesContext);

/** Tells the page below which workspaces there are, and loads it anew when another tab has switched. */
export function WorkspacesProvider({ all, switchWorkspace, children }: { all: WorkspaceChoice[]; switchWorkspace: SwitchWorkspace; children: ReactNode }) {
  const t = useTranslations("common.error");
  // This page shows the old workspace, but what it sends would go to the new one.
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = () => window.location.assign(routes.home());
    return () => channel.close();
  }, []);
  const switchTo = async (workspaceId: string) => {
    try {
      const result = await switchWorkspace({ workspaceId });
      if (result.ok) return openWorkspaceAfresh();
      toast.error(result.error.message, { description: result.error.fix });
    } catch {
      toast.error(t("offline"));
    }
  };
  return <WorkspacesContext value={{ all, switchTo }}>{children}</WorkspacesContext>;
}

/** After the server has switched: a full load, because nothing of the other workspace may stay in the browser's router cache; the other tabs follow. */
export function openWorkspaceAfresh(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("switched");
  channel.close();
  window.location.assign(routes.home());
}
