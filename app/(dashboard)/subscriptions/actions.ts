"use server";

import { revalidatePath } from "next/cache";
import { routes } from "@/lib/routes";
import { CreateSubscriptionInput, createSubscription } from "@/lib/services/subscriptions/create";
import { SetSubscriptionStatusInput, setSubscriptionStatus } from "@/lib/services/subscriptions/set-status";
import { authedAction } from "@/lib/web/action";
import { outboundPolicy } from "@/lib/web/outbound-policy";

export const createSubscriptionAction = authedAction("subscription.write", CreateSubscriptionInput, async ({ ctx, input }) => {
  const made = await createSubscription({ ctx, input, policy: outboundPolicy() });
  revalidatePath(routes.subscriptions.list());
  return made;
});

export const setStatusAction = authedAction("subscription.write", SetSubscriptionStatusInput, async ({ ctx, input }) => {
  await setSubscriptionStatus({ ctx, input });
  revalidatePath(routes.subscriptions.list());
});
