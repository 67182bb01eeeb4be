import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { requireDelivery } from "./read";
import { ATTEMPTS_AT_ONCE, readOutlines, type AttemptOutline } from "./read-attempts";

export const ListAttemptsInput = z.object({
  deliveryId: idSchema("delivery"),
  /** The number of an attempt: only older ones. */
  before: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
});
export type ListAttemptsInput = z.input<typeof ListAttemptsInput>;

/** A delivery's attempts, newest first, without what they sent and got. */
export async function listAttempts({ ctx, input }: Call<ListAttemptsInput>): Promise<{ data: AttemptOutline[]; next: number | null }> {
  const { deliveryId, before } = ListAttemptsInput.parse(input);
  const delivery = await requireDelivery(ctx, deliveryId);
  const limit = ATTEMPTS_AT_ONCE.perDelivery;
  const found = await readOutlines(ctx.db, delivery, { before, take: limit + 1 });
  const data = found.slice(0, limit);
  return { data, next: found.length > limit ? data.at(-1)!.number : null };
}
