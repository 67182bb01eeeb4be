import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { findOwnedSubscription, showSubscription, type SubscriptionDetail } from "./read";

export const GetSubscriptionInput = z.object({ id: idSchema("subscription") });
export type GetSubscriptionInput = z.input<typeof GetSubscriptionInput>;

/** A subscription and its settings, without what is secret. */
export async function getSubscription({ ctx, input }: Call<GetSubscriptionInput>): Promise<SubscriptionDetail> {
  const { id } = GetSubscriptionInput.parse(input);
  return showSubscription(ctx.secretKey, await findOwnedSubscription(ctx, id));
}
