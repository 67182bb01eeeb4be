import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema, showId, uuidTime } from "@/lib/domain/ids";
import { REPLAY_ITEM_STATES, type ReplayItemState } from "@/lib/domain/replay";
import type { Call } from "@/lib/services/context";

export const ListReplayItemsInput = z.object({
  replayId: idSchema("replay"),
  state: z.enum(REPLAY_ITEM_STATES).optional(),
  cursor: z.string().regex(/^evt_\w{26}\.sub_\w{26}$/).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListReplayItemsInput = z.input<typeof ListReplayItemsInput>;

export interface ReplayItemRow {
  eventId: string;
  eventType: string;
  isTest: boolean;
  deliveryId: string | null;
  subscription: { id: string; name: string };
  state: ReplayItemState;
  receivedAt: Date;
  responseStatus: number | null;
  failureKind: string | null;
  settledAt: Date | null;
}

/** A replay's deliveries, in the order in which they go: oldest event first. */
export async function listReplayItems({ ctx, input }: Call<ListReplayItemsInput>): Promise<{ data: ReplayItemRow[]; next: string | null }> {
  const { replayId, state, cursor, limit } = ListReplayItemsInput.parse(input);
  const replay = await ctx.db.replay.findFirst({ where: { id: replayId, workspaceId: ctx.workspaceId }, select: { id: true } });
  if (!replay) throw notFound("replay");
  const [eventId, subscriptionId] = cursor?.split(".") ?? [];
  const after = eventId && subscriptionId ? { eventId: idSchema("event").parse(eventId), subscriptionId: idSchema("subscription").parse(subscriptionId) } : null;
  const rows = await ctx.db.replayItem.findMany({
    where: { replayId, ...(state ? { state } : {}), ...(after ? { OR: [{ eventId: { gt: after.eventId } }, { eventId: after.eventId, subscriptionId: { gt: after.subscriptionId } }] } : {}) },
    orderBy: [{ eventId: "asc" }, { subscriptionId: "asc" }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const events = await readEvents(ctx, page.map((row) => row.eventId));
  const subscriptions = await ctx.db.subscription.findMany({ where: { workspaceId: ctx.workspaceId, id: { in: page.map((row) => row.subscriptionId) } }, select: { id: true, name: true } });
  const names = new Map(subscriptions.map((one) => [one.id, one.name]));
  const last = page.at(-1);
  return {
    data: page.map((row) => ({
      eventId: showId("event", row.eventId),
      eventType: events.get(row.eventId)?.eventType ?? "",
      isTest: events.get(row.eventId)?.isTest ?? false,
      deliveryId: row.deliveryId && showId("delivery", row.deliveryId),
      subscription: { id: showId("subscription", row.subscriptionId), name: names.get(row.subscriptionId) ?? "" },
      state: row.state as ReplayItemState,
      receivedAt: uuidTime(row.eventId),
      responseStatus: row.responseStatus,
      failureKind: row.failureKind,
      settledAt: row.settledAt,
    })),
    next: rows.length > limit && last ? `${showId("event", last.eventId)}.${showId("subscription", last.subscriptionId)}` : null,
  };
}

async function readEvents(ctx: Call<unknown>["ctx"], ids: string[]): Promise<Map<string, { eventType: string; isTest: boolean }>> {
  if (ids.length === 0) return new Map();
  const events = await ctx.db.event.findMany({ where: { workspaceId: ctx.workspaceId, id: { in: ids, gte: ids[0]!, lte: ids.at(-1)! } }, select: { id: true, eventType: true, isTest: true } });
  return new Map(events.map((event) => [event.id, event]));
}
