import { notFound } from "next/navigation";
import { AppError } from "@/lib/domain/errors";
import { readId } from "@/lib/domain/ids";
import { getSubscription } from "@/lib/services/subscriptions/get";
import type { SubscriptionDetail } from "@/lib/services/subscriptions/read";
import type { SessionCtx } from "@/lib/web/session";

/** The subscription that an address names; the "nothing here" page when there is none. */
export async function findSubscription(ctx: SessionCtx, id: string): Promise<SubscriptionDetail> {
  if (!readId("subscription", id)) notFound();
  return getSubscription({ ctx, input: { id } }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
}
