import { EVENT_TYPES, type BuiltInEventType, type EventTypeGroup } from "@/lib/domain/event-types/catalogue";

/** A kind of event, built in or the workspace's own. */
export interface EventTypeItem {
  name: string;
  title: string;
  /** What fires it. */
  description: string;
  group: EventTypeGroup | "own";
  /** JSON Schema 2020-12 of `data`; null where the workspace gave none. */
  schema: Record<string, unknown> | null;
  /** `data` as JSON text. */
  samples: { name: string; data: string }[];
}

/** A workspace's own type, as it is kept. */
export interface OwnRow { name: string; title: string; description: string; schema: unknown; sample: string | null }

function showBuiltIn({ name, title, description, group, schema, samples }: BuiltInEventType): EventTypeItem {
  return { name, title, description, group, schema, samples };
}

/** A row as it leaves the house. */
export function showOwn({ name, title, description, schema, sample }: OwnRow): EventTypeItem {
  return { name, title, description, group: "own", schema: schema as EventTypeItem["schema"], samples: sample === null ? [] : [{ name: title, data: sample }] };
}

/** The built-in types, in their order. */
export const BUILT_IN: readonly EventTypeItem[] = EVENT_TYPES.map(showBuiltIn);
