import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { idSchema } from "@/lib/domain/ids";
import { RETENTION_DAYS, startOfDay } from "@/lib/domain/retention";
import type { Call } from "@/lib/services/context";

export const EventTimelineInput = z.object({
  productId: idSchema("product").optional(),
  subscriptionId: idSchema("subscription").optional(),
  eventType: z.string().max(128).optional(),
  test: z.enum(["all", "only", "hide"]).default("all"),
});
export type EventTimelineInput = z.input<typeof EventTimelineInput>;

export interface TimelineDay {
  /** UTC, as 2026-11-24. */
  day: string;
  /** False for days before the workspace had anything; they differ from days with zero. */
  existed: boolean;
  /** Events; null when a subscription is chosen, because events are counted once and not for each. */
  received: number | null;
  delivered: number;
  waiting: number;
  failed: number;
}

const DAY_MS = 86_400_000;

/** The last 60 days, oldest first, from the roll-ups: events received and how their deliveries stand now. */
export async function eventTimeline({ ctx, input }: Call<EventTimelineInput>): Promise<TimelineDay[]> {
  const filters = EventTimelineInput.parse(input);
  const today = startOfDay(ctx.now()).getTime();
  const since = new Date(today - (RETENTION_DAYS - 1) * DAY_MS);
  const where = [Prisma.sql`workspace_id = ${ctx.workspaceId}::uuid`, Prisma.sql`hour >= ${since.toISOString()}::timestamptz`];
  if (filters.productId) where.push(Prisma.sql`product_id = ${filters.productId}::uuid`);
  if (filters.subscriptionId) where.push(Prisma.sql`subscription_id = ${filters.subscriptionId}::uuid`);
  if (filters.eventType) where.push(Prisma.sql`event_type = ${filters.eventType}`);
  if (filters.test !== "all") where.push(Prisma.sql`is_test = ${filters.test === "only"}`);
  const rows = await ctx.db.$queryRaw<{ day: string; outcome: string; count: bigint }[]>`
    SELECT to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, outcome, sum(count)::bigint AS count
    FROM hourly_counts WHERE ${Prisma.join(where, " AND ")} GROUP BY 1, 2`;
  const counts = new Map(rows.map((row) => [`${row.day} ${row.outcome}`, Number(row.count)]));
  const workspace = await ctx.db.workspace.findUniqueOrThrow({ where: { id: ctx.workspaceId }, select: { createdAt: true } });
  const born = [startOfDay(workspace.createdAt).toISOString().slice(0, 10), ...rows.map((row) => row.day)].toSorted()[0]!;
  return Array.from({ length: RETENTION_DAYS }, (_, index) => {
    const day = new Date(since.getTime() + index * DAY_MS).toISOString().slice(0, 10);
    const of = (outcome: string) => Math.max(0, counts.get(`${day} ${outcome}`) ?? 0);
    return {
      day,
      existed: day >= born,
      received: filters.subscriptionId ? null : of("received"),
      delivered: of("delivered"),
      waiting: of("waiting"),
      failed: of("failed"),
    };
  });
}
