import type { Db } from "@/lib/db/client";
import { historyStart } from "@/lib/domain/retention";

const PLAN_KEPT_MS = 86_400_000;

/** Forgets plans that nobody started within a day, and replays as old as the history they are about. */
export async function dropOldReplays({ db, now }: { db: Db; now: Date }): Promise<void> {
  await db.replay.deleteMany({ where: { startedAt: null, createdAt: { lt: new Date(now.getTime() - PLAN_KEPT_MS) } } });
  await db.replay.deleteMany({ where: { createdAt: { lt: historyStart(now) } } });
}
