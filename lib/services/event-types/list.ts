import { z } from "zod";
import type { Call } from "@/lib/services/context";
import { limitSchema, searchSchema, type Page } from "@/lib/services/page";
import { BUILT_IN, showOwn, type EventTypeItem } from "./read";

export const ListEventTypesInput = z.object({
  search: searchSchema.optional().meta({ description: "A part of the name, the title or the description" }),
  cursor: z.string().max(128).optional(),
  limit: limitSchema,
});
/** `names`: found by their words in another language; they match the search as well. */
export type ListEventTypesInput = z.input<typeof ListEventTypesInput> & { names?: string[] };

/** The event types: the built-in ones in their order, then the workspace's own by name. */
export async function listEventTypes({ ctx, input }: Call<ListEventTypesInput>): Promise<Page<EventTypeItem>> {
  const { search, cursor, limit } = ListEventTypesInput.parse(input);
  const own = await ctx.db.eventType.findMany({ where: { workspaceId: ctx.workspaceId } });
  const all = [...BUILT_IN, ...own.map(showOwn).toSorted((a, b) => (a.name < b.name ? -1 : 1))];
  const found = search ? all.filter((type) => matches(type, search.toLowerCase()) || input.names?.includes(type.name)) : all;
  const from = cursor === undefined ? 0 : startAfter(found, cursor);
  const data = found.slice(from, from + limit);
  return { data, next: from + limit < found.length ? data.at(-1)!.name : null };
}

function matches({ name, title, description }: EventTypeItem, search: string): boolean {
  return [name, title, description].some((text) => text.toLowerCase().includes(search));
}

/** Where the part after the cursor begins, also when the own type that it names was deleted meanwhile. */
function startAfter(types: EventTypeItem[], cursor: string): number {
  const at = types.findIndex((type) => type.name === cursor);
  if (at >= 0) return at + 1;
  const next = types.findIndex((type) => type.group === "own" && type.name > cursor);
  return next < 0 ? types.length : next;
}
