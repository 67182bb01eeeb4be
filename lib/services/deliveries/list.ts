import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { readDeliverySummaries, type DeliverySummary } from "./read";

export const ListDeliveriesInput = z.object({ eventId: idSchema("event") });
export type ListDeliveriesInput = z.input<typeof ListDeliveriesInput>;

/** An event's deliveries, without their attempts. */
export async function listDeliveries({ ctx, input }: Call<ListDeliveriesInput>): Promise<DeliverySummary[]> {
  const { eventId } = ListDeliveriesInput.parse(input);
  const event = await ctx.db.event.findFirst({ where: { id: eventId, workspaceId: ctx.workspaceId }, select: { id: true } });
  if (!event) throw notFound("event");
  return readDeliverySummaries(ctx.db, ctx.workspaceId, [eventId]);
}
