import type { Tx } from "@/lib/db/client";
import type { Receiver } from "@/lib/db/generated/client";
import { notFound } from "@/lib/domain/errors";
import { showId } from "@/lib/domain/ids";
import { DEFAULT_BEHAVIOUR, ReceiverBehaviour } from "@/lib/domain/receiver-behaviour";
import type { Ctx } from "@/lib/services/context";

/** Requests that a receiver keeps. */
export const KEPT_REQUESTS = 500;
/** Days that it keeps them; the worker deletes older ones, too. */
export const KEPT_DAYS = 7;

export interface ReceiverDetail {
  id: string;
  name: string;
  token: string;
  /** Its address, to be put into a subscription. */
  url: string;
  behaviour: ReceiverBehaviour;
  createdAt: Date;
}

/** A receiver as it is shown. */
export function showReceiver(origin: string, row: Receiver): ReceiverDetail {
  const behaviour = ReceiverBehaviour.safeParse(row.behaviour);
  return {
    id: showId("receiver", row.id),
    name: row.name,
    token: row.token,
    url: `${origin}/r/${row.token}`,
    // One written by a later version is no reason to lose the inbox.
    behaviour: behaviour.success ? behaviour.data : DEFAULT_BEHAVIOUR,
    createdAt: row.createdAt,
  };
}

/** The workspace's receiver of that id (a UUID). @throws AppError not_found */
export async function findOwnedReceiver(ctx: Ctx, id: string, tx: Tx = ctx.db): Promise<Receiver> {
  const row = await tx.receiver.findFirst({ where: { id, workspaceId: ctx.workspaceId } });
  if (!row) throw notFound("receiver");
  return row;
}

/** The moment before which requests are gone. */
export function keptSince(now: Date): Date {
  return new Date(now.getTime() - KEPT_DAYS * 86_400_000);
}
