import type { Tx } from "@/lib/db/client";
import type { Replay } from "@/lib/db/generated/client";
import { withdrawReplay } from "@/lib/queue/enqueue-replay";
import { changeDeliveryStatuses } from "@/lib/services/deliveries/change-status";
import { changeItems, type CountChanges } from "./items";

/** Takes what a replay has queued and no worker has begun out of the queue; deliveries are again as they were before. */
export async function withdrawItems(tx: Tx, replay: Replay, state: "pending" | "cancelled", now: Date): Promise<CountChanges> {
  const items = await tx.replayItem.findMany({ where: { replayId: replay.id, state: "queued", deliveryId: { not: null } } });
  const { removed, restored } = await withdrawReplay(tx, items.map((item) => item.deliveryId!));
  const isRemoved = new Set(removed);
  const isWithdrawn = new Set([...removed, ...restored]);
  await changeDeliveryStatuses(tx, items
    .filter((item) => isRemoved.has(item.deliveryId!))
    // One that this replay made goes nowhere until its turn comes again.
    .map((item) => ({ eventId: item.eventId, deliveryId: item.deliveryId!, status: item.statusBefore === "cancelled" || item.statusBefore === "none" ? "cancelled" : "failed" })));
  const changes = items.filter((item) => isWithdrawn.has(item.deliveryId!)).map(({ eventId, subscriptionId }) => ({ eventId, subscriptionId, state }));
  return changeItems(tx, replay.id, changes, now);
}
