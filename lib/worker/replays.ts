import type { Db } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/failure";
import { dropOldReplays } from "@/lib/services/replays/drop-old";
import { listOpenReplays, stepReplay } from "@/lib/services/replays/step";

/** How soon to look again: while a replay moves (an ordered one waits for each answer), while none does, and for retries of what failed. */
const MOVING_MS = 40;
const IDLE_MS = 500;
const THOROUGH_MS = 5_000;
const AFTER_FAILURE_MS = 2_000;
const CLEAN_MS = 3_600_000;

export interface ReplayRunner {
  /** Ends after the step under way. */
  stop(): Promise<void>;
}

/** Steps the replays that run, one after the other, until stopped. Any number of workers may do so at once. */
export function startReplayRunner(options: { db: Db; onError: (error: unknown, doing: string) => void }): ReplayRunner {
  const { db, onError } = options;
  const ending = new AbortController();
  let thoroughAt = 0;
  let cleanAt = Date.now() + CLEAN_MS;

  const run = async (): Promise<boolean> => {
    const isThorough = Date.now() >= thoroughAt;
    if (isThorough) thoroughAt = Date.now() + THOROUGH_MS;
    let isMoving = false;
    for (const replayId of await listOpenReplays(db, { isThorough })) {
      if (ending.signal.aborted) break;
      const outcome = await stepReplay({ db, replayId, now: new Date(), isThorough });
      isMoving ||= outcome === "moved";
    }
    if (Date.now() >= cleanAt) {
      cleanAt = Date.now() + CLEAN_MS;
      await dropOldReplays({ db, now: new Date() });
    }
    return isMoving;
  };

  const loop = (async () => {
    // After something moved it stays watchful for a while, because answers follow.
    let movedAt = 0;
    while (!ending.signal.aborted) {
      let pauseMs = IDLE_MS;
      try {
        if (await run()) movedAt = Date.now();
        if (Date.now() - movedAt < IDLE_MS) pauseMs = MOVING_MS;
      } catch (error) {
        if (databaseFailure(error) !== "conflict") {
          onError(error, "step a replay");
          pauseMs = AFTER_FAILURE_MS;
        }
      }
      await pause(pauseMs, ending.signal);
    }
  })();

  return {
    async stop() {
      ending.abort();
      await loop;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
  });
}
