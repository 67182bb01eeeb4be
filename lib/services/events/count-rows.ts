import { Prisma } from "@/lib/db/client";
import { NIL_UUID } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import type { EventFilters, EventFiltersInput } from "./filters";
import { concernsDeliveries, idOf, listResent, matching, type Resent } from "./list-query";

/** As many that were resent are counted by their ids; a replay may send a million again. */
const FEW_RESENT = 3_000;

/** Whether a filter is set that the roll-ups know nothing of. What such a filter leaves is few, so those rows are counted. */
export function isCountedByRows({ search, resent, failure, response }: Pick<EventFiltersInput, "search" | "resent" | "failure" | "response">): boolean {
  return Boolean(search) || resent === "yes" || failure !== undefined || (response !== undefined && !response.startsWith("2"));
}

/**
 * How many rows the filters leave of each group: deliveries by their status, and events, as "received", where `countsEvents`.
 * @param groups made of event_id, outcome, subscription_id (nil for events), product_id, event_type and is_test
 */
export async function countRows<Group>(ctx: Ctx, filters: EventFilters, groups: Prisma.Sql[], countsEvents = !concernsDeliveries(filters)): Promise<(Group & { count: bigint })[]> {
  const few = filters.resent === "yes" ? await listResent(ctx, filters, FEW_RESENT + 1) : null;
  if (few?.length === 0) return [];
  const isFew = few !== null && few.length <= FEW_RESENT;
  const narrow = isFew ? { ...filters, resent: undefined } : filters;
  const count = (table: Prisma.Sql, outcome: Prisma.Sql, subscription: Prisma.Sql, isByDelivery: boolean) => {
    const rows = Prisma.sql`SELECT ${idOf(isByDelivery)} AS event_id, ${outcome} AS outcome, ${subscription} AS subscription_id, product_id, event_type, is_test
      FROM ${table} AS t WHERE ${Prisma.join(matching(ctx.workspaceId, narrow, ctx.now(), isByDelivery), " AND ")}`;
    return ctx.db.$queryRaw<(Group & { count: bigint })[]>`
      SELECT ${Prisma.join(groups)}, count(*) AS count FROM ${isFew ? eachOf(few, rows, isByDelivery) : Prisma.sql`(${rows}) AS found`}
      GROUP BY ${Prisma.raw(groups.map((_, index) => index + 1).join())}`;
  };
  const counts = () => [
    count(Prisma.sql`deliveries`, Prisma.sql`status`, Prisma.sql`subscription_id`, true),
    ...(countsEvents ? [count(Prisma.sql`events`, Prisma.sql`'received'::text`, Prisma.sql`${NIL_UUID}::uuid`, false)] : []),
  ];
  if (filters.resent !== "yes" || isFew) return (await Promise.all(counts())).flat();
  // Day by day: Postgres else reads the whole history to find those that were resent. To plan that takes it long, so only where they are many.
  const [, ...parts] = await ctx.db.$transaction([ctx.db.$executeRaw`SET LOCAL enable_partitionwise_join = on`, ...counts()]);
  return (parts as (Group & { count: bigint })[][]).flat();
}

/** The rows of these alone, each looked for in its own day: of deliveries these, of events those of theirs. */
function eachOf(few: Resent[], rows: Prisma.Sql, isByDelivery: boolean): Prisma.Sql {
  const known = new Map(few.map((one) => [isByDelivery ? one.delivery_id : one.event_id, one]));
  const eventIds = [...known.values()].map((one) => one.event_id);
  const [first, last] = [eventIds.reduce((a, b) => (a < b ? a : b)), eventIds.reduce((a, b) => (a > b ? a : b))];
  const id = idOf(isByDelivery);
  // The offset keeps it one look-up for each: as a join, Postgres may read the whole history.
  return Prisma.sql`unnest(${eventIds}::uuid[], ${[...known.keys()]}::uuid[]) AS r(of_event, of_row)
    CROSS JOIN LATERAL (${rows} AND ${id} = r.of_event AND t.id = r.of_row AND ${id} BETWEEN ${first}::uuid AND ${last}::uuid OFFSET 0) AS found`;
}
