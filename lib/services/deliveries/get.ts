import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { requireDelivery, readDeliveryDetails, type DeliveryDetail } from "./read";

export const GetDeliveryInput = z.object({ deliveryId: idSchema("delivery") });
export type GetDeliveryInput = z.input<typeof GetDeliveryInput>;

/** A delivery with its newest attempts. */
export async function getDelivery({ ctx, input }: Call<GetDeliveryInput>): Promise<DeliveryDetail> {
  const { deliveryId } = GetDeliveryInput.parse(input);
  const delivery = await requireDelivery(ctx, deliveryId);
  const event = await ctx.db.event.findFirst({ where: { workspaceId: ctx.workspaceId, id: delivery.eventId }, select: { id: true, workspaceId: true, body: true } });
  if (!event) throw notFound("delivery");
  const [detail] = await readDeliveryDetails(ctx.db, event, deliveryId);
  if (!detail) throw notFound("delivery");
  return detail;
}
