import type { Tx } from "@/lib/db/client";

/** Tells the workers, when the transaction commits, that something may be due. */
export async function wakeWorkers(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT pg_notify('aviso_queue', '')::text`;
}
