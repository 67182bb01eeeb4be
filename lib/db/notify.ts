import { setTimeout as wait } from "node:timers/promises";
import { queryBatch } from "./batch";
import type { Db } from "./client";

const pending = new WeakMap<Db, Map<string, { isAgain: boolean }>>();

/**
 * Notifies a channel beside any transaction: commits that notify hold a lock that all others of their kind wait for. Never waits and
 * never fails. One call for a channel and payload is under way at a time, and stands for all that came meanwhile.
 * @param pauseMs how long the next one waits at least
 */
export function notifySoon(db: Db, channel: string, payload: string, pauseMs = 0): void {
  const open = pending.get(db) ?? new Map<string, { isAgain: boolean }>();
  pending.set(db, open);
  const key = `${channel} ${payload}`;
  const before = open.get(key);
  if (before) {
    before.isAgain = true;
    return;
  }
  const state = { isAgain: false };
  open.set(key, state);
  const told = queryBatch(db, "SELECT pg_notify($1, $2)", [channel, payload]).catch(() => undefined);
  void Promise.all([told, pauseMs > 0 ? wait(pauseMs, undefined, { ref: false }) : undefined]).then(() => {
    open.delete(key);
    if (state.isAgain) notifySoon(db, channel, payload, pauseMs);
  });
}
