import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { findOwnedReceiver } from "./read";

export const ClearRequestsInput = z.object({ receiverId: idSchema("receiver") });
export type ClearRequestsInput = z.input<typeof ClearRequestsInput>;

/** Empties a receiver's inbox. */
export async function clearRequests({ ctx, input }: Call<ClearRequestsInput>): Promise<{ cleared: number }> {
  const { receiverId } = ClearRequestsInput.parse(input);
  const { id } = await findOwnedReceiver(ctx, receiverId);
  const { count } = await ctx.db.receiverRequest.deleteMany({ where: { receiverId: id } });
  return { cleared: count };
}
