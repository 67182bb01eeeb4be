import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { idSchema, showId } from "@/lib/domain/ids";
import { AppError } from "@/lib/domain/errors";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call, Ctx } from "@/lib/services/context";
import { queueResend } from "./resend";

export const ResendDeliveriesInput = z.object({ deliveryIds: z.array(idSchema("delivery")).min(1).max(100) });
export type ResendDeliveriesInput = z.input<typeof ResendDeliveriesInput>;

type Outcome = "queued" | "already_queued" | "not_found" | "subscription_deleted";
export interface ResendDeliveriesResult {
  results: { id: string; outcome: Outcome }[];
}

/** Sends chosen deliveries once more, each as `resendDelivery` does, in the order given. One that cannot be does not keep others back. */
export async function resendDeliveries({ ctx, input }: Call<ResendDeliveriesInput>): Promise<ResendDeliveriesResult> {
  const deliveryIds = [...new Set(ResendDeliveriesInput.parse(input).deliveryIds)];
  const results: ResendDeliveriesResult["results"] = [];
  // Written down once, as what was asked for, and with the first that is queued: however this ends, none goes without it.
  const writeDown = async (tx: Tx) => {
    if (results.some(({ outcome }) => outcome === "queued")) return;
    await recordAudit(tx, ctx, { action: "delivery.resent", after: { count: deliveryIds.length } });
  };
  for (const id of deliveryIds) results.push({ id: showId("delivery", id), outcome: await resendOne(ctx, id, writeDown) });
  return { results };
}

async function resendOne(ctx: Ctx, deliveryId: string, writeDown: (tx: Tx) => Promise<void>): Promise<Outcome> {
  try {
    const { isNew } = await queueResend(ctx, deliveryId, writeDown);
    return isNew ? "queued" : "already_queued";
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return "not_found";
    if (error instanceof AppError && error.code === "conflict") return "subscription_deleted";
    throw error;
  }
}
