import type { Ctx } from "@/lib/services/context";
import { createReceiver } from "./create";
import { showReceiver, type ReceiverDetail } from "./read";

/** The workspace's first receiver; makes one when it has none. */
export async function ensureReceiver({ ctx }: { ctx: Ctx }): Promise<ReceiverDetail> {
  const first = await ctx.db.receiver.findFirst({ where: { workspaceId: ctx.workspaceId }, orderBy: { id: "asc" } });
  return first ? showReceiver(ctx.origin, first) : createReceiver({ ctx, input: { name: "Receiver" } });
}
