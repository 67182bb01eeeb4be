"use server";
import { revalidatePath } from "next/cache";
import { routes } from "@/lib/routes";
import { markNoticesSeen } from "@/lib/services/notices/mark-seen";
import { sendFirstTest } from "@/lib/services/overview/send-first-test";
import { ensureReceiver } from "@/lib/services/receivers/ensure";
import { createSubscription, type CreateSubscriptionInput } from "@/lib/services/subscriptions/create";
import { authedAction, NO_INPUT } from "@/lib/web/action";
import { outboundPolicy } from "@/lib/web/outbound-policy";

export const ensureReceiverAction = authedAction("receiver.write", NO_INPUT, async ({ ctx }) => {
  await ensureReceiver({ ctx });
  revalidatePath(routes.home());
});

export const createFirstSubscriptionAction = authedAction<CreateSubscriptionInput, void>("subscription.write", async ({ ctx, input }) => {
  await createSubscription({ ctx, input, policy: outboundPolicy() });
  revalidatePath(routes.home());
});

export const sendFirstTestAction = authedAction("event.test", NO_INPUT, async ({ ctx }) => {
  const sent = await sendFirstTest({ ctx });
  revalidatePath(routes.home());
  return sent;
});

export const markNoticesSeenAction = authedAction("notice.write", NO_INPUT, async ({ ctx }) => {
  await markNoticesSeen({ ctx });
  revalidatePath(routes.home());
});
