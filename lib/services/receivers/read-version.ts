import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { listSenders } from "./list-senders";

export const ReadVersionInput = z.object({ receiverId: idSchema("receiver") });
export type ReadVersionInput = z.input<typeof ReadVersionInput>;

/** A text that changes when a receiver's page would: cheap to ask for often. */
export async function readVersion({ ctx, input }: Call<ReadVersionInput>): Promise<{ version: string }> {
  const { receiverId } = ReadVersionInput.parse(input);
  // The look-up of the senders also finds out whose receiver it is.
  const senders = await listSenders({ ctx, input });
  const last = await ctx.db.receiverRequest.findFirst({ where: { receiverId }, select: { id: true }, orderBy: { id: "desc" } });
  return { version: JSON.stringify([last?.id ?? null, senders]) };
}
