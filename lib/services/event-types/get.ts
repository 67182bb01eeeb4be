import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { historyStart } from "@/lib/domain/retention";
import { EVENT_TYPE_PATTERN } from "@/lib/services/events/ingest-parse";
import type { Call } from "@/lib/services/context";
import { BUILT_IN, showOwn, type EventTypeItem } from "./read";
import { NIL_UUID } from "@/lib/domain/ids";

export const GetEventTypeInput = z.object({ name: z.string().regex(EVENT_TYPE_PATTERN) });
export type GetEventTypeInput = z.input<typeof GetEventTypeInput>;


/** One event type, with how many events of it came in 60 days. @throws AppError `not_found` */
export async function getEventType({ ctx, input }: Call<GetEventTypeInput>): Promise<EventTypeItem & { eventCount: number }> {
  const { name } = GetEventTypeInput.parse(input);
  const own = await ctx.db.eventType.findUnique({ where: { workspaceId_name: { workspaceId: ctx.workspaceId, name } } });
  const type = BUILT_IN.find((one) => one.name === name) ?? (own && showOwn(own));
  if (!type) throw notFound("event type");
  const { _sum } = await ctx.db.hourlyCount.aggregate({
    where: { workspaceId: ctx.workspaceId, hour: { gte: historyStart(ctx.now()) }, subscriptionId: NIL_UUID, outcome: "received", isTest: false, eventType: name },
    _sum: { count: true },
  });
  return { ...type, eventCount: Number(_sum.count ?? 0) };
}
