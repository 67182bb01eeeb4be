import { EVENT_TYPE_GROUPS, EVENT_TYPES, type EventTypeGroup } from "@/lib/domain/event-types/catalogue";
import type { Issue } from "@/lib/domain/errors";
import { findNearName } from "@/lib/domain/near-name";
import { NOTICE_EVENT_TYPE } from "@/lib/domain/notice";
import { listSeenTypes, type ReadCtx } from "@/lib/services/events/list-seen-types";

/** own: the workspace's own types. aviso: what Aviso says about deliveries. other: what came without being known. */
export type EventTypeGroups = { group: EventTypeGroup | "own" | "aviso" | "other"; types: { name: string; title: string }[] }[];

const NOTICES = Object.values(NOTICE_EVENT_TYPE).map((name) => ({ name, title: name }));

/** The event types that a subscription can choose from, in groups: built-in ones, the workspace's own, Aviso's about deliveries, and what else came in 60 days. */
export async function listEventTypeGroups({ ctx }: { ctx: ReadCtx }): Promise<EventTypeGroups> {
  const { db, workspaceId } = ctx;
  const own = await db.eventType.findMany({ where: { workspaceId }, select: { name: true, title: true }, orderBy: { name: "asc" } });
  const seen = await listSeenTypes({ ctx });
  const known = new Set([...EVENT_TYPES.map((type) => type.name), ...own.map((type) => type.name), ...NOTICES.map((type) => type.name)]);
  const groups: EventTypeGroups = [
    ...EVENT_TYPE_GROUPS.map((group) => ({ group, types: EVENT_TYPES.filter((type) => type.group === group).map(({ name, title }) => ({ name, title })) })),
    { group: "own", types: own },
    { group: "aviso", types: NOTICES },
    { group: "other", types: seen.filter((name) => !known.has(name)).map((name) => ({ name, title: name })) },
  ];
  return groups.filter(({ types }) => types.length > 0);
}

/** Problems with newly chosen types that are none: nothing would ever come of a mistyped one, and nobody would be told. */
export async function findUnknownTypes(ctx: ReadCtx, names: string[]): Promise<Issue[]> {
  if (names.length === 0) return [];
  const known = new Set((await listEventTypeGroups({ ctx })).flatMap(({ types }) => types.map((type) => type.name)));
  return names.filter((name) => !known.has(name)).map((name) => {
    const meant = findNearName(name, known);
    return { path: "eventTypes", message: meant ? `${name} is no event type here. Did you mean ${meant}?` : `${name} is no event type here. Make it under Event types first.` };
  });
}
