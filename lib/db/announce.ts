import type { Db } from "./client";
import { notifySoon } from "./notify";

/** The channel on which open dashboards hear that something changed in a workspace; the payload is its id. */
export const LIVE_CHANNEL = "aviso_live";

// A screen needs no more.
const PAUSE_MS = 250;

/** Says that something of a workspace changed that is shown: events, deliveries, settings. Never waits and never fails; what is lost, the next one makes good. */
export function announceChange(db: Db, workspaceId: string): void {
  notifySoon(db, LIVE_CHANNEL, workspaceId, PAUSE_MS);
}
