import { type Db, Prisma } from "@/lib/db/client";
import { RETENTION_DAYS, startOfDay } from "@/lib/domain/retention";

/** Where the counts of a time are read, and the column that says of when they are. */
export interface CountsSource { table: Prisma.Sql; at: Prisma.Sql }

/** Whole days: by the day where they are rolled up, a fifteenth of the rows. What was counted by the day has its first moment. */
export const DAYS: CountsSource = { table: Prisma.sql`counts`, at: Prisma.sql`at` };
/** All by the hour. */
export const HOURS: CountsSource = { table: Prisma.sql`hourly_counts`, at: Prisma.sql`hour` };

/** What has the counts of a time, which may begin and end within a day. @param to excluded */
export function countsWithin(from: Date, to: Date, now: Date): CountsSource {
  // Today is never rolled up, so a time may end anywhere in it.
  const isWholeDays = isMidnight(from) && (isMidnight(to) || to >= startOfDay(now));
  return isWholeDays ? DAYS : HOURS;
}

function isMidnight(at: Date): boolean {
  return startOfDay(at).getTime() === at.getTime();
}

/** The usual retries end within 28 hours: older days change only where somebody resends. */
const UNSETTLED_DAYS = 2;
const DAY_MS = 86_400_000;

/** Rolls up the days on which nearly all is settled, and adds to those that are what changed there since. Readers find the same sums before, between and after. */
export async function rollUp(db: Db, now: Date): Promise<void> {
  const settled = startOfDay(now).getTime() - UNSETTLED_DAYS * DAY_MS;
  const { until } = await db.rolledUp.findFirstOrThrow();
  // Writers of counts wait for it, so not at each hour and worker, but once a day; and a day at a time, however many there are to catch up with.
  for (let day = Math.max(until.getTime() + DAY_MS, settled - RETENTION_DAYS * DAY_MS); day <= settled; day += DAY_MS) {
    await db.$transaction([db.$executeRaw`SET LOCAL lock_timeout = '3s'`, db.$queryRaw`SELECT aviso_roll_up(${new Date(day)})::text`]);
  }
  await db.$executeRaw`
    WITH late AS (DELETE FROM late_counts RETURNING workspace_id, day, subscription_id, product_id, event_type, is_test, outcome, count)
    INSERT INTO daily_counts (workspace_id, day, subscription_id, product_id, event_type, is_test, outcome, count)
    SELECT workspace_id, day, subscription_id, product_id, event_type, is_test, outcome, sum(count) FROM late GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(count) <> 0
    ON CONFLICT (workspace_id, day, subscription_id, product_id, event_type, is_test, outcome) DO UPDATE SET count = daily_counts.count + excluded.count`;
}
