import type { OutboundPolicy } from "@/lib/outbound/check-url";
import { SubscriptionInput } from "@/lib/domain/subscription";
import type { Call } from "@/lib/services/context";
import { insertSubscription } from "./create";
import { GetDraftInput, takeDraft } from "./drafts";

export type FinishDraftInput = GetDraftInput & { subscription: SubscriptionInput };

/** Makes the subscription that a draft was about, with the secret that its tests were signed with. A draft makes one, whoever finishes it twice. */
export async function finishDraft({ ctx, input, policy }: Call<FinishDraftInput> & { policy: OutboundPolicy }): Promise<{ id: string }> {
  GetDraftInput.parse(input);
  const values = SubscriptionInput.parse(input.subscription);
  const id = await ctx.db.$transaction(async (tx) => {
    const { secret } = await takeDraft(ctx, tx, { id: input.id });
    return insertSubscription({ ctx, tx, values, policy, secret });
  });
  return { id };
}
