import type { Tx } from "@/lib/db/client";
import type { Replay } from "@/lib/db/generated/client";
import { readQueueStates } from "@/lib/queue/read-states";
import { changeItems, type CountChanges, type ItemChange } from "./items";

const BATCH = 1_000;

/** Looks what became of deliveries that a replay has sent, and notes it. @param states which to look at */
export async function settleItems(tx: Tx, replay: Replay, states: ("queued" | "retrying")[], now: Date): Promise<CountChanges> {
  const items = await tx.replayItem.findMany({ where: { replayId: replay.id, state: { in: states }, deliveryId: { not: null } }, orderBy: { eventId: "asc" }, take: BATCH });
  if (items.length === 0) return {};
  // The queue is read before the deliveries: what is answered between the two shows as answered, not as lost.
  const queued = await readQueueStates(tx, items.map((item) => item.deliveryId!));
  const deliveries = await tx.delivery.findMany({
    where: { workspaceId: replay.workspaceId, id: { in: items.map((item) => item.deliveryId!) }, eventId: { in: items.map((item) => item.eventId), gte: items[0]!.eventId, lte: items.at(-1)!.eventId } },
    select: { id: true, attemptCount: true, lastResponseStatus: true, lastFailureKind: true },
  });
  const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  const failed = deliveries.filter((delivery) => delivery.lastFailureKind !== null).map((delivery) => delivery.id);
  const goingOn = await readQueueStates(tx, failed);
  const changes = items.flatMap((item): ItemChange[] => {
    const { eventId, subscriptionId } = item;
    const delivery = byId.get(item.deliveryId!);
    if (!delivery) return [{ eventId, subscriptionId, state: "cancelled" }];
    // Not answered: still due, or taken out of the queue by somebody.
    if (delivery.attemptCount <= item.attemptsBefore) return queued.has(delivery.id) ? [] : [{ eventId, subscriptionId, state: "cancelled" }];
    const answer = { eventId, subscriptionId, responseStatus: delivery.lastResponseStatus, failureKind: delivery.lastFailureKind };
    if (delivery.lastFailureKind === null) return [{ ...answer, state: "delivered" }];
    if (!goingOn.has(delivery.id)) return [{ ...answer, state: "failed" }];
    return item.state === "retrying" ? [] : [{ ...answer, state: "retrying" }];
  });
  return changeItems(tx, replay.id, changes, now);
}
