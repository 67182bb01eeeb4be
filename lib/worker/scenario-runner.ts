import type { Db } from "@/lib/db/client";
import { historyStart } from "@/lib/domain/retention";
import type { SealingKey } from "@/lib/domain/sealed";
import { sendDueSteps } from "@/lib/services/scenarios/send-due-steps";

/** A look costs one read of an index that holds only what waits. */
const POLL_MS = 500;
const CLEAN_EVERY_MS = 3_600_000;

/** Sends the steps of running scenarios when they are due, until stopped. All state is in the database: any worker goes on where another ended. */
export function startScenarioRunner(options: { db: Db; secretKey: SealingKey; origin: string; onError: (error: unknown, doing: string) => void; pollMs?: number }): { stop(): Promise<void> } {
  const { db, onError } = options;
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let cleanedAt = 0;

  const look = async (): Promise<void> => {
    try {
      while (!isStopping && (await sendDueSteps({ ...options, now: new Date() })) > 0);
      if (Date.now() - cleanedAt > CLEAN_EVERY_MS) {
        cleanedAt = Date.now();
        await dropOldRuns(db, new Date());
      }
    } catch (error) {
      onError(error, "send a scenario's steps");
    }
    if (!isStopping) timer = setTimeout(() => (looking = look()), options.pollMs ?? POLL_MS);
  };
  let looking = look();

  return {
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

/** A run goes when its events have gone. */
async function dropOldRuns(db: Db, now: Date): Promise<void> {
  await db.scenarioRun.deleteMany({ where: { status: { not: "running" }, endedAt: { lt: historyStart(now) } } });
}
