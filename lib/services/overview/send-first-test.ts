import { AppError } from "@/lib/domain/errors";
import { EVENT_TYPES } from "@/lib/domain/event-types/catalogue";
import type { Ctx } from "@/lib/services/context";
import { sendTestEvent } from "@/lib/services/events/send-test";
import { readFirstSteps } from "./read-steps";

/** Sends the first sample there is to the subscription that the guide names. */
export async function sendFirstTest({ ctx }: { ctx: Ctx }): Promise<{ eventId: string }> {
  const { subscription } = await readFirstSteps({ ctx });
  if (!subscription) throw new AppError("conflict", "There is no subscription to send to yet.", { fix: "Make one first." });
  const type = EVENT_TYPES.find(({ name }) => name === "PURCHASE_APPROVED") ?? EVENT_TYPES[0]!;
  const { eventId } = await sendTestEvent({ ctx, input: { subscriptionId: subscription.id, eventType: type.name, data: type.samples[0]!.data } });
  return { eventId };
}
