import { queryBatch } from "@/lib/db/batch";
import type { Db, Tx } from "@/lib/db/client";

/** Tells the workers, when the transaction commits, that something may be due. */
export async function wakeWorkers(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT pg_notify('aviso_queue', '')::text`;
}

const waking = new WeakMap<Db, { isAgain: boolean }>();

/**
 * The same after a commit, for those that commit all the time: commits that notify wait for each other. Never waits and never
 * fails; one call is under way at a time and stands for all that came meanwhile. What is lost, the workers' own look makes good.
 */
export function wakeWorkersSoon(db: Db): void {
  const before = waking.get(db);
  if (before) {
    before.isAgain = true;
    return;
  }
  const state = { isAgain: false };
  waking.set(db, state);
  void queryBatch(db, "SELECT pg_notify('aviso_queue', '')", [])
    .catch(() => undefined)
    .then(() => {
      waking.delete(db);
      if (state.isAgain) wakeWorkersSoon(db);
    });
}
