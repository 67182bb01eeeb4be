import { z } from "zod";
import { idSchema, showId } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { EventFilters } from "./filters";
import { pageOfIds } from "./list-query";

export const FindNeighboursInput = EventFilters.extend({ eventId: idSchema("event") });
export type FindNeighboursInput = z.input<typeof FindNeighboursInput>;

/** The events beside one in a list with these filters; null at its ends. */
export async function findNeighbours({ ctx, input }: Call<FindNeighboursInput>): Promise<{ newer: string | null; older: string | null }> {
  const { eventId, ...filters } = FindNeighboursInput.parse(input);
  const beside = async (direction: "newer" | "older") => {
    const [row] = await ctx.db.$queryRaw<{ id: string }[]>(pageOfIds(ctx.workspaceId, filters, { cursor: eventId, direction, limit: 0 }, ctx.now()));
    return row ? showId("event", row.id) : null;
  };
  const [newer, older] = await Promise.all([beside("newer"), beside("older")]);
  return { newer, older };
}
