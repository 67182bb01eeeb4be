import type { Db } from "./client";

/** The channel on which open dashboards hear that something changed in a workspace; the payload is its id. */
export const LIVE_CHANNEL = "aviso_live";

// A screen needs no more, and a commit that notifies holds a lock that all others of its kind wait for:
// so it is said beside the transaction, not in it, and rarely.
const PAUSE_MS = 250;
const pending = new WeakMap<Db, Map<string, { isAgain: boolean }>>();

/** Says that something of a workspace changed that is shown: events, deliveries, settings. Never waits and never fails; what is lost, the next one makes good. */
export function announceChange(db: Db, workspaceId: string): void {
  const open = pending.get(db) ?? new Map<string, { isAgain: boolean }>();
  pending.set(db, open);
  const before = open.get(workspaceId);
  if (before) {
    before.isAgain = true;
    return;
  }
  const state = { isAgain: false };
  open.set(workspaceId, state);
  db.$queryRaw`SELECT pg_notify(${LIVE_CHANNEL}, ${workspaceId})::text`.catch(() => undefined);
  setTimeout(() => {
    open.delete(workspaceId);
    if (state.isAgain) announceChange(db, workspaceId);
  }, PAUSE_MS).unref();
}
