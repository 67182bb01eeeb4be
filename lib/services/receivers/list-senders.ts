import { z } from "zod";
import { idSchema, showId } from "@/lib/domain/ids";
import { countOutstanding } from "@/lib/queue/count-outstanding";
import type { Call } from "@/lib/services/context";
import { findOwnedReceiver } from "./read";

const ListSendersInput = z.object({ receiverId: idSchema("receiver") });
type ListSendersInput = z.input<typeof ListSendersInput>;

/** A subscription that sends to a receiver, and how Aviso sees the receiver from there. */
export interface Sender {
  id: string;
  name: string;
  status: string;
  /** All that is outstanding for it, up to `COUNT_AT_MOST`. */
  waiting: number;
  failuresInRow: number;
  /** Since when its deliveries are held because the receiver is down, and when the next one is let through to see. */
  downSince: Date | null;
  probeAt: Date | null;
}

/** The subscriptions whose address is this receiver, by name. */
export async function listSenders({ ctx, input }: Call<ListSendersInput>): Promise<Sender[]> {
  const { receiverId } = ListSendersInput.parse(input);
  const { token } = await findOwnedReceiver(ctx, receiverId);
  const rows = await ctx.db.subscription.findMany({
    where: { workspaceId: ctx.workspaceId, deletedAt: null, url: { contains: `/r/${token}` } },
    select: { id: true, name: true, status: true, endpointState: { select: { failuresInRow: true, downSince: true, probeAt: true } } },
    orderBy: { name: "asc" },
  });
  const waiting = await countOutstanding(ctx.db, rows.map(({ id }) => id));
  return rows.map(({ id, name, status, endpointState }) => ({
    id: showId("subscription", id), name, status, waiting: waiting.get(id) ?? 0,
    failuresInRow: endpointState?.failuresInRow ?? 0, downSince: endpointState?.downSince ?? null, probeAt: endpointState?.probeAt ?? null,
  }));
}
