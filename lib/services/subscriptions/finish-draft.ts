import type { OutboundPolicy } from "@/lib/outbound/check-url";
import type { SubscriptionInput } from "@/lib/domain/subscription";
import type { Call } from "@/lib/services/context";
import { createSubscription } from "./create";
import { discardDraft, getDraft, type GetDraftInput } from "./drafts";

export type FinishDraftInput = GetDraftInput & { subscription: SubscriptionInput };

/** Makes the subscription that a draft was about, with the secret that its tests were signed with. */
export async function finishDraft({ ctx, input, policy }: Call<FinishDraftInput> & { policy: OutboundPolicy }): Promise<{ id: string }> {
  const { secret } = await getDraft({ ctx, input: { id: input.id } });
  const { id } = await createSubscription({ ctx, input: input.subscription, policy, secret });
  await discardDraft({ ctx, input: { id: input.id } });
  return { id };
}
