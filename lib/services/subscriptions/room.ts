import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import type { Ctx } from "@/lib/services/context";

/** Every event may become a delivery to each, in one commit, and pages list them whole. */
export const MAX_SUBSCRIPTIONS = 1_000;

/** @throws AppError `limit_exceeded` where the workspace has as many subscriptions as it may */
export async function requireRoom(tx: Tx, { workspaceId }: Pick<Ctx, "workspaceId">): Promise<void> {
  const count = await tx.subscription.count({ where: { workspaceId, deletedAt: null } });
  if (count >= MAX_SUBSCRIPTIONS) throw new AppError("limit_exceeded", `A workspace may have ${MAX_SUBSCRIPTIONS} subscriptions.`, { fix: "Delete a subscription that you no longer need." });
}
