import { notFound } from "@/lib/domain/errors";
import type { Call } from "@/lib/services/context";
import { requireDelivery } from "./read";
import { readAttempt, type AttemptDetail } from "./read-attempts";
import { AttemptRef } from "./sent-request";

export const GetAttemptInput = AttemptRef;
export type GetAttemptInput = AttemptRef;

/** One attempt of a delivery, whole. */
export async function getAttempt({ ctx, input }: Call<GetAttemptInput>): Promise<AttemptDetail> {
  const { deliveryId, attemptNumber } = AttemptRef.parse(input);
  const delivery = await requireDelivery(ctx, deliveryId);
  const event = await ctx.db.event.findFirst({ where: { id: delivery.eventId, workspaceId: ctx.workspaceId }, select: { body: true } });
  const attempt = await readAttempt(ctx.db, delivery, { number: attemptNumber }, event?.body ?? "");
  if (!attempt) throw notFound("attempt");
  return attempt;
}
