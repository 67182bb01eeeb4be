import type { Tx } from "@/lib/db/client";
import type { Replay } from "@/lib/db/generated/client";
import { newUuid, uuidTime } from "@/lib/domain/ids";
import { addDeliveryCounts } from "@/lib/services/deliveries/change-status";
import type { ItemKey } from "./items";

/**
 * Gives events that never went to a subscription a delivery there, as if it had just come. Its id carries the event's time,
 * so that both lie in the same day. A delivery that was made meanwhile is found instead.
 */
export async function makeDeliveries(tx: Tx, replay: Replay, keys: ItemKey[], now: Date): Promise<(ItemKey & { deliveryId: string; isNew: boolean })[]> {
  if (keys.length === 0) return [];
  // Of two replays that would make the same delivery, the second finds the first one's.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`aviso_replay_${replay.workspaceId}`}))`;
  const eventIds = [...new Set(keys.map((key) => key.eventId))].sort();
  const window = { gte: eventIds[0]!, lte: eventIds.at(-1)! };
  const where = { workspaceId: replay.workspaceId, eventId: { in: eventIds, ...window } };
  const present = await tx.delivery.findMany({ where: { ...where, subscriptionId: { in: [...new Set(keys.map((key) => key.subscriptionId))] } }, select: { id: true, eventId: true, subscriptionId: true } });
  const events = await tx.event.findMany({ where: { workspaceId: replay.workspaceId, id: { in: eventIds, ...window } }, select: { id: true, productId: true, eventType: true, isTest: true, receivedAt: true } });
  const subscriptions = await tx.subscription.findMany({ where: { workspaceId: replay.workspaceId, id: { in: keys.map((key) => key.subscriptionId) } }, select: { id: true, name: true, maxAttempts: true } });
  const byEvent = new Map(events.map((event) => [event.id, event]));
  const bySubscription = new Map(subscriptions.map((subscription) => [subscription.id, subscription]));
  const found: (ItemKey & { deliveryId: string; isNew: boolean })[] = [];
  const made = keys.flatMap(({ eventId, subscriptionId }) => {
    const earlier = present.find((delivery) => delivery.eventId === eventId && delivery.subscriptionId === subscriptionId);
    const event = byEvent.get(eventId);
    const subscription = bySubscription.get(subscriptionId);
    if (earlier) found.push({ eventId, subscriptionId, deliveryId: earlier.id, isNew: false });
    return earlier || !event || !subscription ? [] : [{ id: newUuid(uuidTime(eventId)), event, subscription }];
  });
  await tx.delivery.createMany({
    data: made.map(({ id, event, subscription }) => ({
      id, eventId: event.id, workspaceId: replay.workspaceId, subscriptionId: subscription.id, productId: event.productId, eventType: event.eventType,
      status: "waiting", isTest: event.isTest, maxAttempts: subscription.maxAttempts, nextAttemptAt: now, createdAt: event.receivedAt,
    })),
  });
  await tx.verdict.createMany({
    data: made.map(({ event, subscription }) => ({
      eventId: event.id, subscriptionId: subscription.id, workspaceId: replay.workspaceId, verdict: "replayed",
      detail: { subscriptionName: subscription.name, since: now.toISOString(), by: replay.startedBy ?? replay.createdBy },
    })),
    // What was said when the event came stands.
    skipDuplicates: true,
  });
  await addDeliveryCounts(tx, made.map(({ event, subscription }) => ({
    workspaceId: replay.workspaceId,
    eventId: event.id, subscriptionId: subscription.id, productId: event.productId, eventType: event.eventType, isTest: event.isTest, outcome: "waiting", change: 1,
  })));
  return [...found, ...made.map(({ id, event, subscription }) => ({ eventId: event.id, subscriptionId: subscription.id, deliveryId: id, isNew: true }))];
}
