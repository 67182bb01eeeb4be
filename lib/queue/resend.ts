import type { Tx } from "@/lib/db/client";

export interface ResendRequest {
  deliveryId: string;
  eventId: string;
  subscriptionId: string;
  workspaceId: string;
  maxAttempts: number;
  requestedBy: string;
  /** The delivery's attempts when it was asked for. One that was made since is what was asked for: nothing is added then. */
  attemptsSeen: number;
}

/**
 * Makes a delivery due at once. A waiting row is brought forward and goes on with its schedule afterwards; without one,
 * a row is made that nothing follows. One that is being sent, or was asked for already, as every test was, is left as it is.
 * The queue row is locked before anything else, as workers do, so that the two cannot wait for each other.
 * @returns whether this call changed the queue
 */
export async function requestResend(tx: Tx, request: ResendRequest): Promise<{ isNew: boolean }> {
  const [row] = await tx.$queryRaw<{ trigger: string; is_leased: boolean }[]>`
    SELECT trigger, coalesce(lease_until > now(), false) AS is_leased FROM queue WHERE delivery_id = ${request.deliveryId}::uuid FOR UPDATE`;
  if (row && (row.is_leased || row.trigger === "resend" || row.trigger === "test" || (await wasAttempted(tx, request)))) return { isNew: false };
  const changed = row
    ? await tx.$executeRaw`
        UPDATE queue SET resume_due_at = due_at, due_at = now(), trigger = 'resend', requested_by = ${request.requestedBy},
          lease_until = NULL, claim_id = NULL, worker_id = NULL
        WHERE delivery_id = ${request.deliveryId}::uuid`
    : await tx.$executeRaw`
        INSERT INTO queue (delivery_id, event_id, subscription_id, workspace_id, schedule_step, trigger, requested_by, due_at)
        VALUES (${request.deliveryId}::uuid, ${request.eventId}::uuid, ${request.subscriptionId}::uuid, ${request.workspaceId}::uuid,
          ${request.maxAttempts}, 'resend', ${request.requestedBy}, now())
        ON CONFLICT DO NOTHING`;
  // Without a row there was nothing to lock: of two that ask at once, the first one's may have been sent and answered before this insert.
  if (!row && changed > 0 && (await wasAttempted(tx, request))) {
    await tx.$executeRaw`DELETE FROM queue WHERE delivery_id = ${request.deliveryId}::uuid`;
    return { isNew: false };
  }
  if (changed > 0) await tx.$queryRaw`SELECT pg_notify('aviso_queue', '')::text`;
  return { isNew: changed > 0 };
}

async function wasAttempted(tx: Tx, { deliveryId, eventId, attemptsSeen }: ResendRequest): Promise<boolean> {
  const delivery = await tx.delivery.findFirst({ where: { id: deliveryId, eventId }, select: { attemptCount: true } });
  return delivery !== null && delivery.attemptCount > attemptsSeen;
}
