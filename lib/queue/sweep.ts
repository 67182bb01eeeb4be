import { queryBatch } from "@/lib/db/batch";
import type { Db } from "@/lib/db/client";

/** From so many dead rows on, stepping over them shows in each claim. */
const DEAD_ROWS = 5_000;

/**
 * Clears away the queue's dead rows, if there are many. Each claim reads the oldest end of the index, which is where those lie that
 * are done; autovacuum looks by once a minute, when a busy worker has left some hundred thousand.
 */
export async function sweepQueue(db: Db): Promise<void> {
  const [stat] = await queryBatch<{ dead: number }>(db, "SELECT n_dead_tup::int AS dead FROM pg_stat_user_tables WHERE relid = 'queue'::regclass", []);
  if (!stat || stat.dead < DEAD_ROWS) return;
  // Another's vacuum is as good, and shortening the file would stop everybody for a moment.
  await queryBatch(db, "VACUUM (SKIP_LOCKED, TRUNCATE false) queue", []);
}
