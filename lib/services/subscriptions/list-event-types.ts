import { EVENT_TYPE_GROUPS, EVENT_TYPES, type EventTypeGroup } from "@/lib/domain/event-types/catalogue";
import { historyStart } from "@/lib/domain/retention";
import type { Ctx } from "@/lib/services/context";

/** own: the workspace's own types. other: what came without being known. */
export type EventTypeGroups = { group: EventTypeGroup | "own" | "other"; types: { name: string; title: string }[] }[];

/** The event types that a subscription can choose from, in groups: built-in ones, the workspace's own, and what else came in 60 days. */
export async function listEventTypeGroups({ ctx }: { ctx: Ctx }): Promise<EventTypeGroups> {
  const { db, workspaceId } = ctx;
  const own = await db.eventType.findMany({ where: { workspaceId }, select: { name: true, title: true }, orderBy: { name: "asc" } });
  const seen = await db.hourlyCount.groupBy({ by: ["eventType"], where: { workspaceId, outcome: "received", hour: { gte: historyStart(ctx.now()) } }, orderBy: { eventType: "asc" } });
  const known = new Set([...EVENT_TYPES.map((type) => type.name), ...own.map((type) => type.name)]);
  const groups: EventTypeGroups = [
    ...EVENT_TYPE_GROUPS.map((group) => ({ group, types: EVENT_TYPES.filter((type) => type.group === group).map(({ name, title }) => ({ name, title })) })),
    { group: "own", types: own },
    { group: "other", types: seen.filter((type) => !known.has(type.eventType)).map((type) => ({ name: type.eventType, title: type.eventType })) },
  ];
  return groups.filter(({ types }) => types.length > 0);
}
