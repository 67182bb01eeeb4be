import type { Tx } from "@/lib/db/client";
import type { Delivery, Replay } from "@/lib/db/generated/client";
import { advance, allowance } from "@/lib/domain/replay";
import { enqueueReplay, withdrawReplay } from "@/lib/queue/enqueue-replay";
import { changeDeliveryStatuses } from "@/lib/services/deliveries/change-status";
import { chooseItems, type Reachable } from "./choose";
import { changeItems, type CountChanges, type ItemChange, type ReplayProgress } from "./items";
import { makeDeliveries } from "./make-deliveries";

type Listed = Pick<Delivery, "id" | "status" | "attemptCount" | "maxAttempts">;

/** Sends as many as the rate lets go now. What needs no sending any more is skipped, and does not use up the rate. */
export async function feedReplay(tx: Tx, replay: Replay, reachable: Reachable, now: Date): Promise<{ counts: CountChanges; update: ReplayProgress }> {
  const items = await chooseItems(tx, replay, reachable, allowance({ ...replay, now }));
  if (items.length === 0) return { counts: {}, update: {} };
  const made = await makeDeliveries(tx, replay, items.filter((item) => !item.deliveryId), now);
  const due = items.flatMap((item) => {
    const own = made.find((one) => one.eventId === item.eventId && one.subscriptionId === item.subscriptionId);
    const deliveryId = item.deliveryId ?? own?.deliveryId;
    return deliveryId ? [{ ...item, deliveryId, isNew: own?.isNew || item.statusBefore === "none" }] : [];
  });
  const before = await readDeliveries(tx, replay, due);
  const enqueued = await enqueueReplay(tx, replay.workspaceId, due.flatMap(({ deliveryId, eventId, subscriptionId, isNew }) => {
    const delivery = before.get(deliveryId);
    return delivery ? [{ deliveryId, eventId, subscriptionId, scheduleStep: isNew || replay.retries ? 0 : delivery.maxAttempts }] : [];
  }), replay.startedBy ?? replay.createdBy);
  // Read again: the queue's rows are locked now, so that no result can come between.
  const deliveries = await readDeliveries(tx, replay, due);
  const isWanted = (item: (typeof due)[number]) => {
    const delivery = deliveries.get(item.deliveryId);
    return delivery !== undefined && enqueued.has(item.deliveryId) && (item.isNew || replay.include.includes(stateOf(delivery)));
  };
  await withdrawReplay(tx, due.filter((item) => !isWanted(item) && enqueued.has(item.deliveryId)).map((item) => item.deliveryId));
  const sent = due.filter(isWanted);
  await changeDeliveryStatuses(tx, sent.map(({ deliveryId, eventId }) => ({ deliveryId, eventId, status: "waiting" })));
  const isSent = new Set(sent.map((item) => item.deliveryId));
  const changes = items.map(({ eventId, subscriptionId }): ItemChange => {
    const item = due.find((one) => one.eventId === eventId && one.subscriptionId === subscriptionId);
    if (!item || !isSent.has(item.deliveryId)) return { eventId, subscriptionId, state: "skipped" };
    const delivery = deliveries.get(item.deliveryId)!;
    return { eventId, subscriptionId, state: "queued", deliveryId: item.deliveryId, statusBefore: item.isNew ? "none" : delivery.status, attemptsBefore: delivery.attemptCount };
  });
  const counts = await changeItems(tx, replay.id, changes, now);
  return { counts, update: sent.length > 0 ? { nextSendAt: advance({ ...replay, now, sent: sent.length }) } : {} };
}

async function readDeliveries(tx: Tx, replay: Replay, due: { deliveryId: string; eventId: string }[]): Promise<Map<string, Listed>> {
  if (due.length === 0) return new Map();
  const rows = await tx.delivery.findMany({
    where: { workspaceId: replay.workspaceId, id: { in: due.map((item) => item.deliveryId) }, eventId: { in: due.map((item) => item.eventId), gte: due[0]!.eventId, lte: due.at(-1)!.eventId } },
    select: { id: true, status: true, attemptCount: true, maxAttempts: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

function stateOf(delivery: Listed): string {
  return delivery.status === "waiting" && delivery.attemptCount > 0 ? "retrying" : delivery.status;
}
