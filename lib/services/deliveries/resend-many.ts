import { z } from "zod";
import { idSchema, showId } from "@/lib/domain/ids";
import { AppError } from "@/lib/domain/errors";
import type { Call } from "@/lib/services/context";
import { resendDelivery } from "./resend";

export const ResendDeliveriesInput = z.object({ deliveryIds: z.array(idSchema("delivery")).min(1).max(100) });
export type ResendDeliveriesInput = z.input<typeof ResendDeliveriesInput>;

type Outcome = "queued" | "already_queued" | "not_found" | "subscription_deleted";
export interface ResendDeliveriesResult {
  results: { id: string; outcome: Outcome }[];
}

/** Sends chosen deliveries once more, each as `resendDelivery` does, in the order given. One that cannot be does not keep others back. */
export async function resendDeliveries({ ctx, input }: Call<ResendDeliveriesInput>): Promise<ResendDeliveriesResult> {
  const deliveryIds = [...new Set(ResendDeliveriesInput.parse(input).deliveryIds)].map((id) => showId("delivery", id));
  const results: ResendDeliveriesResult["results"] = [];
  for (const deliveryId of deliveryIds) results.push({ id: deliveryId, outcome: await resendOne(ctx, deliveryId) });
  return { results };
}

async function resendOne(ctx: Call<unknown>["ctx"], deliveryId: string): Promise<Outcome> {
  try {
    const { isNew } = await resendDelivery({ ctx, input: { deliveryId } });
    return isNew ? "queued" : "already_queued";
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return "not_found";
    if (error instanceof AppError && error.code === "conflict") return "subscription_deleted";
    throw error;
  }
}
