import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { findOwnedReceiver, showReceiver, type ReceiverDetail } from "./read";

const GetReceiverInput = z.object({ receiverId: idSchema("receiver") });
type GetReceiverInput = z.input<typeof GetReceiverInput>;

/** A receiver and how it behaves. */
export async function getReceiver({ ctx, input }: Call<GetReceiverInput>): Promise<ReceiverDetail> {
  const { receiverId } = GetReceiverInput.parse(input);
  return showReceiver(ctx.origin, await findOwnedReceiver(ctx, receiverId));
}
