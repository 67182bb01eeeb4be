import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import { ReceiverBehaviour } from "@/lib/domain/receiver-behaviour";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { findOwnedReceiver, showReceiver, type ReceiverDetail } from "./read";

export const UpdateBehaviourInput = z.object({ receiverId: idSchema("receiver"), behaviour: ReceiverBehaviour });
export type UpdateBehaviourInput = z.input<typeof UpdateBehaviourInput>;

/** Tells a receiver how to answer from its next request on. */
export async function updateBehaviour({ ctx, input }: Call<UpdateBehaviourInput>): Promise<ReceiverDetail> {
  const { receiverId, behaviour } = UpdateBehaviourInput.parse(input);
  const known = await findOwnedReceiver(ctx, receiverId);
  return ctx.db.$transaction(async (tx) => {
    const row = await tx.receiver.update({ where: { id: known.id }, data: { behaviour } });
    await recordAudit(tx, ctx, { action: "receiver.updated", target: { kind: "receiver", id: row.id, name: row.name }, before: { behaviour: known.behaviour }, after: { behaviour } });
    return showReceiver(ctx.origin, row);
  });
}
