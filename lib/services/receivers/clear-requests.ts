import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { findOwnedReceiver } from "./read";

export const ClearRequestsInput = z.object({ receiverId: idSchema("receiver") });
export type ClearRequestsInput = z.input<typeof ClearRequestsInput>;

/** Empties a receiver's inbox. */
export async function clearRequests({ ctx, input }: Call<ClearRequestsInput>): Promise<{ cleared: number }> {
  const { receiverId } = ClearRequestsInput.parse(input);
  const { id, name } = await findOwnedReceiver(ctx, receiverId);
  return ctx.db.$transaction(async (tx) => {
    const { count } = await tx.receiverRequest.deleteMany({ where: { receiverId: id } });
    await recordAudit(tx, ctx, { action: "receiver.cleared", target: { kind: "receiver", id, name }, before: { requests: count } });
    return { cleared: count };
  });
}
