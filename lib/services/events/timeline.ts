import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { uuidFloor } from "@/lib/domain/ids";
import { RETENTION_DAYS, startOfDay } from "@/lib/domain/retention";
import type { Call, Ctx } from "@/lib/services/context";
import { DAYS, HOURS } from "@/lib/services/counts";
import { countRows, isCountedByRows } from "./count-rows";
import { EventFilters } from "./filters";
import { concernsDeliveries } from "./list-query";

/** The filters of the list; the period chooses no bars, as they are the list's whole 60 days or one day of them. */
export const EventTimelineInput = EventFilters.omit({ period: true });
export type EventTimelineInput = z.input<typeof EventTimelineInput>;

export interface TimelineBar {
  /** From (included) to (excluded), ISO 8601 in UTC. */
  from: string;
  to: string;
  /** False for bars before the workspace had anything, or in the future; they differ from bars with zero. */
  existed: boolean;
  /** Events; null when a filter asks how deliveries went, because events are counted once and not for each. */
  received: number | null;
  delivered: number;
  waiting: number;
  failed: number;
  cancelled: number;
}
export interface EventTimeline {
  /** The last 60 days by the day; one day by the hour, when a day or a part of one is chosen. */
  unit: "day" | "hour";
  bars: TimelineBar[];
}

interface BarCount { bar: number; outcome: string; count: bigint }

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What the filters leave, and how it stands now, oldest first. From the roll-ups; where a filter that they don't know leaves few rows, those rows. */
export async function eventTimeline({ ctx, input }: Call<EventTimelineInput>): Promise<EventTimeline> {
  const filters = EventTimelineInput.parse(input);
  const day = chosenDay(filters);
  const unitMs = day === null ? DAY_MS : HOUR_MS;
  const start = day ?? startOfDay(ctx.now()).getTime() - (RETENTION_DAYS - 1) * DAY_MS;
  const edges = Array.from({ length: (day === null ? RETENTION_DAYS : DAY_MS / HOUR_MS) + 1 }, (_, index) => start + index * unitMs);
  const inBars: EventFilters = { ...filters, period: "60d", day: day === null ? undefined : new Date(day).toISOString().slice(0, 10), from: undefined, to: undefined };
  const counts = await countBars(ctx, inBars, edges);
  const workspace = await ctx.db.workspace.findUniqueOrThrow({ where: { id: ctx.workspaceId }, select: { createdAt: true } });
  const firstCounted = Math.min(...[...counts.keys()].map((key) => Number(key.split(" ")[0])));
  const bars = edges.slice(0, -1).map((from, index) => {
    const of = (outcome: string) => Math.max(0, counts.get(`${index} ${outcome}`) ?? 0);
    return {
      from: new Date(from).toISOString(),
      to: new Date(from + unitMs).toISOString(),
      existed: (from + unitMs > workspace.createdAt.getTime() || index >= firstCounted) && from <= ctx.now().getTime(),
      received: concernsDeliveries(filters as EventFilters) ? null : of("received"),
      delivered: of("delivered"),
      waiting: of("waiting"),
      failed: of("failed"),
      cancelled: of("cancelled"),
    };
  });
  return { unit: day === null ? "day" : "hour", bars };
}

/** How many of each outcome fall between two edges, by "bar outcome". */
async function countBars(ctx: Ctx, filters: EventFilters, edges: number[]): Promise<Map<string, number>> {
  if (isCountedByRows(filters)) {
    const bar = Prisma.sql`width_bucket(event_id, ${edges.map((edge) => uuidFloor(edge))}::uuid[]) - 1 AS bar`;
    const rows = await countRows<Pick<BarCount, "bar" | "outcome">>(ctx, filters, [bar, Prisma.sql`outcome`]);
    // A search for an id looks at all that is kept.
    return byBar(rows.filter((row) => row.bar >= 0 && row.bar < edges.length - 1));
  }
  if (filters.resent === "no") {
    const [all, resent] = await Promise.all([countBars(ctx, { ...filters, resent: undefined }, edges), countBars(ctx, { ...filters, resent: "yes" }, edges)]);
    return new Map([...all].map(([key, count]) => [key, count - (resent.get(key) ?? 0)]));
  }
  const [start, end, unitMs] = [edges[0]!, edges.at(-1)!, edges[1]! - edges[0]!];
  const { table, at } = unitMs === DAY_MS ? DAYS : HOURS;
  const where = [
    Prisma.sql`workspace_id = ${ctx.workspaceId}::uuid`,
    Prisma.sql`${at} >= ${new Date(start).toISOString()}::timestamptz AND ${at} < ${new Date(end).toISOString()}::timestamptz`,
  ];
  if (filters.productId) where.push(Prisma.sql`product_id = ${filters.productId}::uuid`);
  if (filters.subscriptionId) where.push(Prisma.sql`subscription_id = ${filters.subscriptionId}::uuid`);
  if (filters.eventType) where.push(Prisma.sql`event_type = ${filters.eventType}`);
  if (filters.test !== "all") where.push(Prisma.sql`is_test = ${filters.test === "only"}`);
  if (filters.status) where.push(Prisma.sql`outcome = ${filters.status}`);
  // Left by isCountedByRows: an answer that is good.
  if (filters.response) where.push(Prisma.sql`outcome = 'delivered'`);
  // By the moment first, as it stands: which bar it belongs to is worked out for each moment, and not for each of its many rows.
  return byBar(await ctx.db.$queryRaw<BarCount[]>`
    SELECT floor((extract(epoch FROM at) * 1000 - ${start}) / ${unitMs})::int AS bar, outcome, sum(count)::bigint AS count
    FROM (SELECT ${at} AS at, outcome, sum(count) AS count FROM ${table} WHERE ${Prisma.join(where, " AND ")} GROUP BY 1, 2) AS moments GROUP BY 1, 2`);
}

function byBar(rows: BarCount[]): Map<string, number> {
  return new Map(rows.map((row) => [`${row.bar} ${row.outcome}`, Number(row.count)]));
}

/** The one UTC day that the filters stay in, as its first millisecond; null when they cover more. */
function chosenDay({ day, from, to }: z.output<typeof EventTimelineInput>): number | null {
  if (day) return Date.parse(`${day}T00:00:00Z`);
  if (!from || !to) return null;
  const first = startOfDay(new Date(from)).getTime();
  return startOfDay(new Date(Date.parse(to) - 1)).getTime() === first ? first : null;
}
