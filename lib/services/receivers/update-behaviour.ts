import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import { ReceiverBehaviour } from "@/lib/domain/receiver-behaviour";
import type { Call } from "@/lib/services/context";
import { findOwnedReceiver, showReceiver, type ReceiverDetail } from "./read";

export const UpdateBehaviourInput = z.object({ receiverId: idSchema("receiver"), behaviour: ReceiverBehaviour });
export type UpdateBehaviourInput = z.input<typeof UpdateBehaviourInput>;

/** Tells a receiver how to answer from its next request on. */
export async function updateBehaviour({ ctx, input }: Call<UpdateBehaviourInput>): Promise<ReceiverDetail> {
  const { receiverId, behaviour } = UpdateBehaviourInput.parse(input);
  const { id } = await findOwnedReceiver(ctx, receiverId);
  return showReceiver(ctx.origin, await ctx.db.receiver.update({ where: { id }, data: { behaviour } }));
}
