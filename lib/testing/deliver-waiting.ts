import { vi } from "vitest";
import type { Db } from "@/lib/db/client";
import { startWorker, type WorkerOptions } from "@/lib/worker/loop";
import { LOOPBACK } from "./worker-stage";

/** Lets a worker send to this machine all that waits, and stops it. */
export async function deliverWaiting(db: Db, secretKey: WorkerOptions["secretKey"]): Promise<void> {
  const worker = startWorker({ db, workerId: "new", secretKey, policy: LOOPBACK, pollMs: 50 });
  await vi.waitFor(async () => {
    if ((await db.queueEntry.count()) > 0) throw new Error("Something waits still.");
  }, { timeout: 15_000, interval: 50 }).finally(() => worker.stop());
}
