import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { EventFilters } from "./filters";
import { readEventRows, type EventRow } from "./list";
import { pageOfIds } from "./list-query";

export const ReadChangesInput = EventFilters.extend({
  /** The newest event of the list as it was shown; without it, nothing is counted. */
  newest: idSchema("event").optional(),
  /** Events that are shown and may have changed. */
  shown: z.array(idSchema("event")).max(100),
});
export type ReadChangesInput = z.input<typeof ReadChangesInput>;
export interface ListChanges {
  /** How many events of this list have come since its newest, 100 at most. */
  newer: number;
  events: EventRow[];
}

const COUNT_MAX = 100;

/** What a list that stands open has to be told: how many came, and how those it shows stand now. */
export async function readChanges({ ctx, input }: Call<ReadChangesInput>): Promise<ListChanges> {
  const { newest, shown, ...filters } = ReadChangesInput.parse(input);
  const page = { cursor: newest, direction: "newer" as const, limit: COUNT_MAX - 1 };
  const [ids, events] = await Promise.all([
    newest ? ctx.db.$queryRaw<{ id: string }[]>(pageOfIds(ctx.workspaceId, filters, page, ctx.now())) : [],
    readEventRows(ctx, shown.toSorted().toReversed(), filters),
  ]);
  return { newer: ids.length, events };
}
