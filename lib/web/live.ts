import "server-only";
import { LIVE_CHANNEL } from "@/lib/db/announce";
import { listen } from "@/lib/db/listen";
import { getRuntime } from "./runtime";

type Listener = () => void;
interface Hub { byWorkspace: Map<string, Set<Listener>>; end: () => Promise<void> }

// One connection a process, however many tabs are open; on globalThis, because bundles load this module more than once.
const KEY = Symbol.for("aviso.live");

/** Calls when something changed in the workspace, or may have while the database was away. @returns what ends it */
export function onWorkspaceChange(workspaceId: string, listener: Listener): () => void {
  const holder = globalThis as { [KEY]?: Hub };
  const { byWorkspace } = (holder[KEY] ??= openHub());
  const listeners = byWorkspace.get(workspaceId) ?? new Set();
  byWorkspace.set(workspaceId, listeners.add(listener));
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || byWorkspace.get(workspaceId) !== listeners) return;
    byWorkspace.delete(workspaceId);
    if (byWorkspace.size > 0) return;
    void holder[KEY]?.end();
    delete holder[KEY];
  };
}

function openHub(): Hub {
  const byWorkspace: Hub["byWorkspace"] = new Map();
  const end = listen(getRuntime().settings.databaseUrl!, LIVE_CHANNEL, (workspaceId) => {
    for (const [id, listeners] of byWorkspace) if (workspaceId === undefined || workspaceId === id) for (const listener of listeners) listener();
  });
  return { byWorkspace, end };
}
