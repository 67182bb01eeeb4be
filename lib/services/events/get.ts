import { z } from "zod";
import { AppError, notFound } from "@/lib/domain/errors";
import { idSchema, showId, uuidTime } from "@/lib/domain/ids";
import type { FilterClause } from "@/lib/domain/payload-filter";
import { isNoLongerKept, keptUntil, RETENTION_DAYS } from "@/lib/domain/retention";
import type { VerdictDetail } from "@/lib/domain/verdict";
import type { Call } from "@/lib/services/context";
import { readDeliveryDetails, type DeliveryDetail } from "@/lib/services/deliveries/read";
import { withinProducts } from "@/lib/services/product-limit";
import { summariseDeliveries, type EventSummary } from "./summarise";

export const GetEventInput = z.object({ eventId: idSchema("event") });
export type GetEventInput = z.input<typeof GetEventInput>;

export interface VerdictRow {
  /** `nameThen` is what it was called when the event came. */
  subscription: { id: string; name: string; nameThen: string; isDeleted: boolean };
  /** As it was judged when the event came, or made_later: the subscription did not exist yet. */
  verdict: string;
  since: Date | null;
  by: string | null;
  /** The filter's condition that was false, and what stood in its field. */
  clause: FilterClause | null;
  found: string | null;
  deliveries: DeliveryDetail[];
}
export interface EventDetail {
  id: string;
  eventType: string;
  externalId: string;
  occurredAt: Date;
  receivedAt: Date;
  keptUntil: Date;
  isTest: boolean;
  source: string;
  product: { id: string; name: string } | null;
  body: string;
  bodyBytes: number;
  summary: EventSummary;
  verdicts: VerdictRow[];
}

/** An event with its payload, and what became of it for every subscription. */
export async function getEvent({ ctx, input }: Call<GetEventInput>): Promise<EventDetail> {
  const { eventId } = GetEventInput.parse(input);
  const receivedAt = uuidTime(eventId);
  if (isNoLongerKept(eventId, ctx.workspaceId, ctx.now())) {
    throw new AppError("not_found", `Events are kept for ${RETENTION_DAYS} days: one with this id could be seen until ${keptUntil(receivedAt).toISOString().slice(0, 10)}.`);
  }
  const event = await ctx.db.event.findFirst({ where: { id: eventId, workspaceId: ctx.workspaceId, ...withinProducts(ctx) } });
  if (!event) throw notFound("event");
  const verdicts = await ctx.db.verdict.findMany({ where: { eventId, workspaceId: ctx.workspaceId } });
  const deliveries = await readDeliveryDetails(ctx.db, event);
  const product = event.productId
    ? await ctx.db.product.findFirst({ where: { id: event.productId, workspaceId: ctx.workspaceId }, select: { name: true } })
    : null;
  const subscriptions = await ctx.db.subscription.findMany({
    where: { workspaceId: ctx.workspaceId, OR: [{ id: { in: verdicts.map((verdict) => verdict.subscriptionId) } }, { deletedAt: null, createdAt: { gt: receivedAt } }] },
    select: { id: true, name: true, deletedAt: true, createdAt: true },
  });
  const byId = new Map(subscriptions.map((subscription) => [subscription.id, subscription]));
  // A key for some products may not read subscriptions: of those that are for others it hears nothing, their names included.
  const told = ctx.productIds ? verdicts.filter(({ verdict }) => verdict !== "product_not_selected") : verdicts;
  const rows = told.map((row): VerdictRow => {
    const detail = row.detail as unknown as VerdictDetail;
    const subscription = byId.get(row.subscriptionId);
    const id = showId("subscription", row.subscriptionId);
    return {
      subscription: { id, name: subscription?.name ?? detail.subscriptionName, nameThen: detail.subscriptionName, isDeleted: !subscription || subscription.deletedAt !== null },
      verdict: row.verdict,
      since: detail.since ? new Date(detail.since) : null,
      by: detail.by ?? null,
      clause: detail.clause ?? null,
      found: detail.found ?? null,
      deliveries: deliveries.filter((delivery) => delivery.subscription.id === id),
    };
  });
  const judged = new Set(verdicts.map((verdict) => verdict.subscriptionId));
  // A test concerns those it was sent to.
  const later = event.isTest || ctx.productIds ? [] : subscriptions.filter(({ id }) => !judged.has(id)).map(({ id, name, createdAt }): VerdictRow => ({
    subscription: { id: showId("subscription", id), name, nameThen: name, isDeleted: false }, verdict: "made_later", since: createdAt, by: null, clause: null, found: null, deliveries: [],
  }));
  return {
    id: showId("event", event.id),
    eventType: event.eventType,
    externalId: event.externalId,
    occurredAt: event.occurredAt,
    receivedAt,
    keptUntil: keptUntil(receivedAt),
    isTest: event.isTest,
    source: event.source,
    product: event.productId ? { id: showId("product", event.productId), name: product?.name ?? "" } : null,
    body: event.body,
    bodyBytes: event.bodyBytes,
    summary: summariseDeliveries(deliveries),
    verdicts: [...rows, ...later].toSorted((a, b) => b.deliveries.length - a.deliveries.length || a.subscription.name.localeCompare(b.subscription.name)),
  };
}
