import type { Db, Tx } from "@/lib/db/client";
import { notifySoon } from "@/lib/db/notify";

/** Tells the workers, when the transaction commits, that something may be due. */
export async function wakeWorkers(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT pg_notify('aviso_queue', '')::text`;
}

/** The same after a commit, for those that commit all the time. What is lost, the workers' own look makes good. */
export function wakeWorkersSoon(db: Db): void {
  notifySoon(db, "aviso_queue", "");
}
