import type { Db } from "@/lib/db/client";
import { takeOutDeleted } from "@/lib/queue/cancel";
import { changeDeliveryStatuses } from "@/lib/services/deliveries/change-status";

const BATCH = 2_000;

/**
 * Cancels what waits for a deleted subscription, or, without one, for all of them: the worker's way to end what was being
 * sent, or was taken in, while its subscription was deleted.
 * @returns how many deliveries were cancelled
 */
export async function cancelWaiting(db: Db, subscriptionId?: string): Promise<number> {
  let cancelled = 0;
  for (;;) {
    const batch = await db.$transaction(async (tx) => {
      const taken = await takeOutDeleted(tx, { subscriptionId, limit: BATCH });
      return { taken: taken.length, cancelled: await changeDeliveryStatuses(tx, taken.map((one) => ({ ...one, status: "cancelled" }))) };
    }, { timeout: 30_000, maxWait: 10_000 });
    cancelled += batch.cancelled;
    if (batch.taken < BATCH) return cancelled;
  }
}
