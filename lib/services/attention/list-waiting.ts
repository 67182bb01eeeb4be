import { z } from "zod";
import { idSchema, readId, showId, uuidTime } from "@/lib/domain/ids";
import { listWaiting } from "@/lib/queue/list-waiting";
import type { Call } from "@/lib/services/context";
import { findOwnedSubscription } from "@/lib/services/subscriptions/read";

export const ListWaitingInput = z.object({
  subscriptionId: idSchema("subscription"),
  /** When the last one of the page before is due, and its id. */
  cursor: z.string().regex(/^\d{1,13}\.dlv_[0-7][0-9a-hjkmnp-tv-z]{25}$/).optional(),
});
export type ListWaitingInput = z.input<typeof ListWaitingInput>;

export interface WaitingRow {
  deliveryId: string;
  eventId: string;
  eventType: string;
  product: string | null;
  receivedAt: Date;
  dueAt: Date;
  attemptCount: number;
  isTest: boolean;
}

const PAGE = 100;

/** What waits for a subscription, in the order in which it would be sent, to pick from. */
export async function listWaitingDeliveries({ ctx, input }: Call<ListWaitingInput>): Promise<{ data: WaitingRow[]; next: string | null }> {
  const { subscriptionId, cursor } = ListWaitingInput.parse(input);
  await findOwnedSubscription(ctx, subscriptionId);
  const [due, id] = cursor?.split(".") ?? [];
  const after = due && id ? { dueAt: new Date(Number(due)), deliveryId: readId("delivery", id)! } : null;
  const rows = await listWaiting(ctx.db, { subscriptionId, after, limit: PAGE + 1 });
  const page = rows.slice(0, PAGE);
  const eventIds = page.map((row) => row.eventId);
  const [first, last] = [eventIds.toSorted()[0], eventIds.toSorted().at(-1)];
  // Each by itself: they may be of all 60 days, and Postgres may read days whole to find a hundred rows there.
  const deliveries = page.length === 0 ? [] : await ctx.db.$queryRaw<{ id: string; eventType: string; productId: string | null; attemptCount: number; isTest: boolean }[]>`
    SELECT d.* FROM unnest(${eventIds}::uuid[], ${page.map((row) => row.deliveryId)}::uuid[]) AS x(event_id, id) CROSS JOIN LATERAL (
      SELECT id::text, event_type AS "eventType", product_id::text AS "productId", attempt_count AS "attemptCount", is_test AS "isTest" FROM deliveries
      WHERE event_id = x.event_id AND id = x.id AND event_id BETWEEN ${first}::uuid AND ${last}::uuid AND workspace_id = ${ctx.workspaceId}::uuid OFFSET 0) AS d`;
  const products = await ctx.db.product.findMany({ where: { workspaceId: ctx.workspaceId, id: { in: deliveries.flatMap((delivery) => delivery.productId ?? []) } }, select: { id: true, name: true } });
  const names = new Map(products.map((product) => [product.id, product.name]));
  const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  const end = page.at(-1);
  return {
    data: page.flatMap((row) => {
      const delivery = byId.get(row.deliveryId);
      return delivery ? [{
        deliveryId: showId("delivery", row.deliveryId), eventId: showId("event", row.eventId), eventType: delivery.eventType,
        product: delivery.productId ? (names.get(delivery.productId) ?? null) : null, receivedAt: uuidTime(row.eventId), dueAt: row.dueAt,
        attemptCount: delivery.attemptCount, isTest: delivery.isTest,
      }] : [];
    }),
    next: rows.length > PAGE && end ? `${end.dueAt.getTime()}.${showId("delivery", end.deliveryId)}` : null,
  };
}
