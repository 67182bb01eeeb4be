import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { RETENTION_DAYS, startOfDay } from "@/lib/domain/retention";
import type { Call } from "@/lib/services/context";
import { DAYS, HOURS } from "@/lib/services/counts";
import { EventFilters } from "./filters";

export const EventTimelineInput = EventFilters.pick({ status: true, productId: true, subscriptionId: true, eventType: true, day: true, from: true, to: true, test: true });
export type EventTimelineInput = z.input<typeof EventTimelineInput>;

export interface TimelineBar {
  /** From (included) to (excluded), ISO 8601 in UTC. */
  from: string;
  to: string;
  /** False for bars before the workspace had anything, or in the future; they differ from bars with zero. */
  existed: boolean;
  /** Events; null when deliveries are chosen by subscription or status, because events are counted once and not for each. */
  received: number | null;
  delivered: number;
  waiting: number;
  failed: number;
}
export interface EventTimeline {
  /** The last 60 days by the day; one day by the hour, when a day or a part of one is chosen. */
  unit: "day" | "hour";
  bars: TimelineBar[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What came and how it stands now, oldest first, from the roll-ups. */
export async function eventTimeline({ ctx, input }: Call<EventTimelineInput>): Promise<EventTimeline> {
  const filters = EventTimelineInput.parse(input);
  const day = chosenDay(filters);
  const unitMs = day === null ? DAY_MS : HOUR_MS;
  const start = day ?? startOfDay(ctx.now()).getTime() - (RETENTION_DAYS - 1) * DAY_MS;
  const end = day === null ? start + RETENTION_DAYS * DAY_MS : start + DAY_MS;
  const { table, at } = day === null ? DAYS : HOURS;
  const where = [
    Prisma.sql`workspace_id = ${ctx.workspaceId}::uuid`,
    Prisma.sql`${at} >= ${new Date(start).toISOString()}::timestamptz AND ${at} < ${new Date(end).toISOString()}::timestamptz`,
  ];
  if (filters.productId) where.push(Prisma.sql`product_id = ${filters.productId}::uuid`);
  if (filters.subscriptionId) where.push(Prisma.sql`subscription_id = ${filters.subscriptionId}::uuid`);
  if (filters.eventType) where.push(Prisma.sql`event_type = ${filters.eventType}`);
  if (filters.test !== "all") where.push(Prisma.sql`is_test = ${filters.test === "only"}`);
  if (filters.status) where.push(Prisma.sql`outcome = ${filters.status}`);
  // By the moment first, as it stands: which bar it belongs to is worked out for each moment, and not for each of its many rows.
  const rows = await ctx.db.$queryRaw<{ bar: number; outcome: string; count: bigint }[]>`
    SELECT floor((extract(epoch FROM at) * 1000 - ${start}) / ${unitMs})::int AS bar, outcome, sum(count)::bigint AS count
    FROM (SELECT ${at} AS at, outcome, sum(count) AS count FROM ${table} WHERE ${Prisma.join(where, " AND ")} GROUP BY 1, 2) AS moments GROUP BY 1, 2`;
  const counts = new Map(rows.map((row) => [`${row.bar} ${row.outcome}`, Number(row.count)]));
  const workspace = await ctx.db.workspace.findUniqueOrThrow({ where: { id: ctx.workspaceId }, select: { createdAt: true } });
  const firstCounted = Math.min(...rows.map((row) => row.bar));
  const countsDeliveries = filters.subscriptionId !== undefined || filters.status !== undefined;
  const bars = Array.from({ length: Math.round((end - start) / unitMs) }, (_, index) => {
    const from = start + index * unitMs;
    const of = (outcome: string) => Math.max(0, counts.get(`${index} ${outcome}`) ?? 0);
    return {
      from: new Date(from).toISOString(),
      to: new Date(from + unitMs).toISOString(),
      existed: (from + unitMs > workspace.createdAt.getTime() || index >= firstCounted) && from <= ctx.now().getTime(),
      received: countsDeliveries ? null : of("received"),
      delivered: of("delivered"),
      waiting: of("waiting"),
      failed: of("failed"),
    };
  });
  return { unit: day === null ? "day" : "hour", bars };
}

/** The one UTC day that the filters stay in, as its first millisecond; null when they cover more. */
function chosenDay({ day, from, to }: z.output<typeof EventTimelineInput>): number | null {
  if (day) return Date.parse(`${day}T00:00:00Z`);
  if (!from || !to) return null;
  const first = startOfDay(new Date(from)).getTime();
  return startOfDay(new Date(Date.parse(to) - 1)).getTime() === first ? first : null;
}
