import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { findOwnedReceiver } from "./read";

export const DeleteReceiverInput = z.object({ receiverId: idSchema("receiver") });
export type DeleteReceiverInput = z.input<typeof DeleteReceiverInput>;

/** Deletes a receiver with its inbox; what is sent to its address is answered 404 from then on. */
export async function deleteReceiver({ ctx, input }: Call<DeleteReceiverInput>): Promise<void> {
  const { receiverId } = DeleteReceiverInput.parse(input);
  const { id, name } = await findOwnedReceiver(ctx, receiverId);
  await ctx.db.$transaction(async (tx) => {
    await tx.receiver.delete({ where: { id } });
    await recordAudit(tx, ctx, { action: "receiver.deleted", target: { kind: "receiver", id, name } });
  });
}
