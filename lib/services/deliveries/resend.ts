import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import { idSchema, showId } from "@/lib/domain/ids";
import { requestResend } from "@/lib/queue/resend";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call, Ctx } from "@/lib/services/context";
import { changeDeliveryStatuses } from "./change-status";
import { requireDelivery } from "./read";

export const ResendDeliveryInput = z.object({ deliveryId: idSchema("delivery") });
export type ResendDeliveryInput = z.input<typeof ResendDeliveryInput>;
export interface ResendDeliveryResult {
  deliveryId: string;
  eventId: string;
  /** False when the same was under way already; nothing was added then. */
  isNew: boolean;
}

/** Sends a delivery once more, whatever its state: the same event id, one attempt, marked with who asked. */
export async function resendDelivery({ ctx, input }: Call<ResendDeliveryInput>): Promise<ResendDeliveryResult> {
  const { deliveryId } = ResendDeliveryInput.parse(input);
  return queueResend(ctx, deliveryId, (tx) => recordAudit(tx, ctx, { action: "delivery.resent", target: { kind: "delivery", id: deliveryId } }));
}

/** @param writeDown is done together with the queueing, when something is queued */
export async function queueResend(ctx: Ctx, deliveryId: string, writeDown: (tx: Tx) => Promise<void>): Promise<ResendDeliveryResult> {
  // Before anything waits for a connection or a lock: what is sent from here on answers this request, too.
  const delivery = await requireDelivery(ctx, deliveryId);
  return ctx.db.$transaction(async (tx) => {
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
      attemptsSeen: delivery.attemptCount,
    });
    // A failed or cancelled delivery waits again; a delivered one stays delivered whatever comes now.
    if (isNew) {
      await changeDeliveryStatuses(tx, [{ deliveryId, eventId: delivery.eventId, status: "waiting" }]);
      await writeDown(tx);
    }
    return { deliveryId: showId("delivery", deliveryId), eventId: showId("event", delivery.eventId), isNew };
  });
}
