import { z } from "zod";
import { uuidFloor } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { ListEventsInput } from "./list";
import { pageOfIds } from "./list-query";

export const CountNewerInput = ListEventsInput.omit({ limit: true, direction: true });
export type CountNewerInput = z.input<typeof CountNewerInput>;
const COUNT_MAX = 100;

/** How many events of this list have come since its newest (`cursor`), 100 at most. */
export async function countNewer({ ctx, input }: Call<CountNewerInput>): Promise<{ count: number }> {
  const { cursor, ...filters } = CountNewerInput.parse(input);
  const page = { cursor: cursor ?? uuidFloor(0), direction: "newer" as const, limit: COUNT_MAX - 1 };
  const ids = await ctx.db.$queryRaw<{ id: string }[]>(pageOfIds(ctx.workspaceId, filters, page, ctx.now()));
  return { count: ids.length };
}
