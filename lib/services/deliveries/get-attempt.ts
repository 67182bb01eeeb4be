import { notFound } from "@/lib/domain/errors";
import type { Call } from "@/lib/services/context";
import { findOwnedDelivery, readDeliveryDetails, type AttemptDetail } from "./read";
import { AttemptRef } from "./sent-request";

export const GetAttemptInput = AttemptRef;
export type GetAttemptInput = AttemptRef;

/** One attempt of a delivery, whole. */
export async function getAttempt({ ctx, input }: Call<GetAttemptInput>): Promise<AttemptDetail> {
  const { deliveryId, attemptNumber } = AttemptRef.parse(input);
  const delivery = await findOwnedDelivery(ctx.db, ctx.workspaceId, deliveryId);
  if (!delivery) throw notFound("delivery");
  const event = await ctx.db.event.findFirst({ where: { id: delivery.eventId, workspaceId: ctx.workspaceId }, select: { body: true } });
  const [detail] = await readDeliveryDetails(ctx.db, ctx.workspaceId, delivery.eventId, event?.body ?? "", deliveryId);
  const attempt = detail?.attempts.find(({ number }) => number === attemptNumber);
  if (!attempt) throw notFound("attempt");
  return attempt;
}
