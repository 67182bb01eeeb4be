import type { Ctx } from "@/lib/services/context";
import { keptSince, showReceiver, type ReceiverDetail } from "./read";

export interface ReceiverRow extends ReceiverDetail {
  requestCount: number;
  lastRequestAt: Date | null;
}

/** The workspace's receivers, oldest first, with what is in their inboxes. */
export async function listReceivers({ ctx }: { ctx: Ctx }): Promise<ReceiverRow[]> {
  const rows = await ctx.db.receiver.findMany({ where: { workspaceId: ctx.workspaceId }, orderBy: { id: "asc" } });
  const inboxes = await ctx.db.receiverRequest.groupBy({
    by: ["receiverId"],
    where: { receiverId: { in: rows.map((row) => row.id) }, receivedAt: { gte: keptSince(ctx.now()) } },
    _count: true,
    _max: { receivedAt: true },
  });
  const byReceiver = new Map(inboxes.map((inbox) => [inbox.receiverId, inbox]));
  return rows.map((row) => {
    const inbox = byReceiver.get(row.id);
    return { ...showReceiver(ctx.origin, row), requestCount: inbox?._count ?? 0, lastRequestAt: inbox?._max.receivedAt ?? null };
  });
}
