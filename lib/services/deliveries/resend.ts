import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { AppError, notFound } from "@/lib/domain/errors";
import { NIL_UUID, idSchema, showId, uuidTime } from "@/lib/domain/ids";
import { requestResend } from "@/lib/queue/resend";
import type { Call } from "@/lib/services/context";
import { findOwnedDelivery } from "./read";

export const ResendDeliveryInput = z.object({ deliveryId: idSchema("delivery") });
export type ResendDeliveryInput = z.input<typeof ResendDeliveryInput>;
export interface ResendDeliveryResult {
  deliveryId: string;
  eventId: string;
  /** False when the same was under way already; nothing was added then. */
  isNew: boolean;
}

const HOUR_MS = 3_600_000;

/** Sends a delivery once more, whatever its state: the same event id, one attempt, marked with who asked. */
export async function resendDelivery({ ctx, input }: Call<ResendDeliveryInput>): Promise<ResendDeliveryResult> {
  const { deliveryId } = ResendDeliveryInput.parse(input);
  return ctx.db.$transaction(async (tx) => {
    const delivery = await findOwnedDelivery(tx, ctx.workspaceId, deliveryId);
    if (!delivery) throw notFound("delivery");
    const subscription = await tx.subscription.findFirst({ where: { id: delivery.subscriptionId, workspaceId: ctx.workspaceId, deletedAt: null }, select: { id: true } });
    if (!subscription) {
      throw new AppError("conflict", "The subscription of this delivery was deleted, so there is no address to send to.", {
        fix: "Send a test event to another subscription instead.",
      });
    }
    const { isNew } = await requestResend(tx, {
      deliveryId,
      eventId: delivery.eventId,
      subscriptionId: delivery.subscriptionId,
      workspaceId: ctx.workspaceId,
      maxAttempts: delivery.maxAttempts,
      requestedBy: ctx.actor.name,
    });
    if (isNew) await markDue(tx, delivery);
    return { deliveryId: showId("delivery", deliveryId), eventId: showId("event", delivery.eventId), isNew };
  });
}

/** A failed or cancelled delivery waits again, in the charts too; a delivered one stays delivered whatever comes now. */
async function markDue(tx: Tx, delivery: { id: string; eventId: string; workspaceId: string; subscriptionId: string; productId: string | null; eventType: string; isTest: boolean }): Promise<void> {
  const [changed] = await tx.$queryRaw<{ was: string }[]>`
    WITH old AS (SELECT event_id, id, status FROM deliveries WHERE event_id = ${delivery.eventId}::uuid AND id = ${delivery.id}::uuid FOR UPDATE)
    UPDATE deliveries d SET next_attempt_at = now(), status = CASE WHEN d.status = 'delivered' THEN d.status ELSE 'waiting' END
    FROM old WHERE d.event_id = ${delivery.eventId}::uuid AND d.id = ${delivery.id}::uuid
    RETURNING old.status AS was`;
  if (!changed || changed.was === "delivered" || changed.was === "waiting") return;
  const hour = new Date(Math.floor(uuidTime(delivery.eventId).getTime() / HOUR_MS) * HOUR_MS);
  // In the order of the key, as everyone who counts does, so that two cannot wait for each other.
  await tx.$executeRaw`
    INSERT INTO hourly_counts (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome, count)
    SELECT ${delivery.workspaceId}::uuid, ${hour.toISOString()}::timestamptz, ${delivery.subscriptionId}::uuid, ${delivery.productId ?? NIL_UUID}::uuid,
      ${delivery.eventType}, ${delivery.isTest}, c.outcome, c.change
    FROM (VALUES (${changed.was}::text, -1), ('waiting', 1)) AS c(outcome, change) ORDER BY c.outcome
    ON CONFLICT (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome)
    DO UPDATE SET count = hourly_counts.count + EXCLUDED.count`;
}
