import { EVENT_TYPE_GROUPS, EVENT_TYPES, type EventTypeGroup } from "@/lib/domain/event-types/catalogue";
import type { Ctx } from "@/lib/services/context";
import { listSeenTypes } from "@/lib/services/events/list-seen-types";

/** own: the workspace's own types. other: what came without being known. */
export type EventTypeGroups = { group: EventTypeGroup | "own" | "other"; types: { name: string; title: string }[] }[];

/** The event types that a subscription can choose from, in groups: built-in ones, the workspace's own, and what else came in 60 days. */
export async function listEventTypeGroups({ ctx }: { ctx: Ctx }): Promise<EventTypeGroups> {
  const { db, workspaceId } = ctx;
  const own = await db.eventType.findMany({ where: { workspaceId }, select: { name: true, title: true }, orderBy: { name: "asc" } });
  const seen = await listSeenTypes({ ctx });
  const known = new Set([...EVENT_TYPES.map((type) => type.name), ...own.map((type) => type.name)]);
  const groups: EventTypeGroups = [
    ...EVENT_TYPE_GROUPS.map((group) => ({ group, types: EVENT_TYPES.filter((type) => type.group === group).map(({ name, title }) => ({ name, title })) })),
    { group: "own", types: own },
    { group: "other", types: seen.filter((name) => !known.has(name)).map((name) => ({ name, title: name })) },
  ];
  return groups.filter(({ types }) => types.length > 0);
}
