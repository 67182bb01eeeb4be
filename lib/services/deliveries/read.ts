import type { Db, Prisma, Tx } from "@/lib/db/client";
import { notFound } from "@/lib/domain/errors";
import { showId, uuidMillisecond } from "@/lib/domain/ids";
import { readQueueStates, type QueueState } from "@/lib/queue/read-states";
import type { Delivery } from "@/lib/db/generated/client";
import type { Ctx } from "@/lib/services/context";
import { readAttempts, type AttemptDetail, type AttemptOutline } from "./read-attempts";

/** A delivery's state as a person is told it. */
export type DeliveryState = "waiting" | "retrying" | "sending" | "held" | "delivered" | "failed" | "cancelled";

/** Why a delivery is held. */
export interface Hold {
  reason: "paused" | "disabled" | "deleted" | "down";
  since: Date | null;
  by: string | null;
  /** When an endpoint that is down is tried next: with one delivery, whichever it is. */
  probeAt: Date | null;
}

export interface DeliverySummary {
  id: string;
  eventId: string;
  subscription: { id: string; name: string; url: string; status: string; isDeleted: boolean };
  status: string;
  state: DeliveryState;
  /** While its state is held. */
  hold: Hold | null;
  attemptCount: number;
  maxAttempts: number;
  /** Null also while it is held: when it goes is not known then. */
  nextAttemptAt: Date | null;
  lastAttemptAt: Date | null;
  lastResponseStatus: number | null;
  lastFailureKind: string | null;
  firstDeliveredAt: Date | null;
}
export interface DeliveryDetail extends DeliverySummary {
  /** The newest; attemptCount says how many there are. */
  attempts: (AttemptDetail | AttemptOutline)[];
}

const NAMED = { id: true, name: true, url: true, status: true, statusChangedAt: true, statusChangedBy: true, deletedAt: true, endpointState: { select: { downSince: true, probeAt: true } } } as const satisfies Prisma.SubscriptionSelect;
type NamedSubscription = Prisma.SubscriptionGetPayload<{ select: typeof NAMED }>;

/** Why a subscription's waiting deliveries are held, or null when it sends. */
function holdOf(subscription: NamedSubscription | undefined): Hold | null {
  const none = { since: null, by: null, probeAt: null };
  if (!subscription || subscription.deletedAt) return { ...none, reason: "deleted", since: subscription?.deletedAt ?? null };
  const { status, statusChangedAt, statusChangedBy, endpointState } = subscription;
  if (status !== "active") return { ...none, reason: status === "paused" ? "paused" : "disabled", since: statusChangedAt, by: statusChangedBy };
  return endpointState?.downSince ? { ...none, reason: "down", since: endpointState.downSince, probeAt: endpointState.probeAt } : null;
}

/**
 * The state to show. "Held" is not stored: it is a waiting delivery of a subscription that is not sending, or whose endpoint is down;
 * what a person asked for is sent all the same.
 */
function deliveryState(delivery: { status: string; attemptCount: number }, hold: Hold | null, queued: QueueState | undefined): DeliveryState {
  if (queued?.isSending) return "sending";
  if (queued && (queued.trigger === "resend" || queued.trigger === "test")) return "sending";
  if (delivery.status !== "waiting") return delivery.status as DeliveryState;
  if (hold) return "held";
  return delivery.attemptCount > 0 ? "retrying" : "waiting";
}

/** Deliveries with their subscriptions and queue states, for the events given (database UUIDs). */
export async function readDeliverySummaries(tx: Tx, workspaceId: string, eventIds: string[]): Promise<DeliverySummary[]> {
  if (eventIds.length === 0) return [];
  const sorted = eventIds.toSorted();
  const deliveries = await tx.delivery.findMany({
    where: { workspaceId, eventId: { in: sorted, gte: sorted[0]!, lte: sorted.at(-1)! } },
    orderBy: [{ eventId: "desc" }, { id: "asc" }],
  });
  return summarise(tx, workspaceId, deliveries);
}

/** One event's deliveries with their newest attempts, or only the one delivery given; all as of one moment, while the worker writes. */
export async function readDeliveryDetails(db: Db, event: { id: string; workspaceId: string; body: string }, deliveryId?: string): Promise<DeliveryDetail[]> {
  const { workspaceId, id: eventId } = event;
  return db.$transaction(async (tx) => {
    const deliveries = await tx.delivery.findMany({ where: { workspaceId, eventId, ...(deliveryId ? { id: deliveryId } : {}) }, orderBy: { id: "asc" } });
    const summaries = await summarise(tx, workspaceId, deliveries);
    const attempts = await readAttempts(tx, event, deliveries);
    return summaries.map((summary, index) => ({ ...summary, attempts: attempts.get(deliveries[index]!.id) ?? [] }));
  }, { isolationLevel: "RepeatableRead" });
}

/**
 * A delivery of the workspace, and of the products that a key is limited to. Its id carries the event's millisecond, hence the one partition to look in.
 * @throws AppError `not_found`
 */
export async function requireDelivery({ db, workspaceId, productIds }: Pick<Ctx, "db" | "workspaceId" | "productIds">, deliveryId: string, tx: Tx = db): Promise<Delivery> {
  const { from, to } = uuidMillisecond(deliveryId);
  const delivery = await tx.delivery.findFirst({ where: { workspaceId, id: deliveryId, eventId: { gte: from, lt: to } } });
  if (!delivery || (productIds && !productIds.has(delivery.productId ?? ""))) throw notFound("delivery");
  return delivery;
}

async function summarise(tx: Tx, workspaceId: string, deliveries: Delivery[]): Promise<DeliverySummary[]> {
  const states = await readQueueStates(tx, deliveries.map((delivery) => delivery.id));
  const subscriptions = await tx.subscription.findMany({
    where: { workspaceId, id: { in: [...new Set(deliveries.map((delivery) => delivery.subscriptionId))] } },
    select: NAMED,
  });
  const byId = new Map(subscriptions.map((subscription) => [subscription.id, subscription]));
  return deliveries.map((delivery) => {
    const subscription = byId.get(delivery.subscriptionId);
    const queued = states.get(delivery.id);
    const hold = holdOf(subscription);
    const state = deliveryState(delivery, hold, queued);
    return {
      id: showId("delivery", delivery.id),
      eventId: showId("event", delivery.eventId),
      subscription: {
        id: showId("subscription", delivery.subscriptionId),
        name: subscription?.name ?? "",
        url: subscription?.url ?? "",
        status: subscription?.status ?? "disabled",
        isDeleted: !subscription || subscription.deletedAt !== null,
      },
      status: delivery.status,
      state,
      hold: state === "held" ? hold : null,
      attemptCount: delivery.attemptCount,
      maxAttempts: delivery.maxAttempts,
      nextAttemptAt: state === "held" ? null : (queued?.dueAt ?? null),
      lastAttemptAt: delivery.lastAttemptAt,
      lastResponseStatus: delivery.lastResponseStatus,
      lastFailureKind: delivery.lastFailureKind,
      firstDeliveredAt: delivery.firstDeliveredAt,
    };
  });
}
