import { setTimeout as wait } from "node:timers/promises";
import type { Attempted } from "@/lib/delivery/attempt";
import { recordAttempts } from "@/lib/delivery/record";
import { announceChange } from "@/lib/db/announce";
import type { Db } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/failure";

const MAX_BATCH = 500;
/** Answers' bodies make up most of a batch; one statement should not grow without bound. */
const MAX_BATCH_CHARACTERS = 8_000_000;
const RETRY_MS = 250;

export interface Recorder {
  /** Takes a result; it is written with all others that wait. */
  add(attempted: Attempted): void;
  /** Results not written yet, those being written included. */
  waiting(): Attempted[];
  /** Whether the database was away at the last write, which will be tried until it works, and meanwhile more results would only pile up. */
  isBehind(): boolean;
  /** Resolves when nothing waits, or the time is over. */
  finish(withinMs: number): Promise<void>;
}

/**
 * Writes results in batches, one batch at a time: what arrives meanwhile makes the next. While the database is away
 * results wait; a result that it refuses does not take others with it.
 */
export function createRecorder(options: {
  db: Db;
  workerId: string;
  /** @param closed subscriptions whose endpoint is down now, or that were disabled */
  onRecorded: (attempts: Attempted[], closed: string[]) => void;
  onError: (error: unknown, doing: string) => void;
}): Recorder {
  const { db, workerId, onError } = options;
  let waiting: Attempted[] = [];
  let writing: Promise<void> | undefined;
  let isGivenUp = false;
  let closed: string[] = [];
  let isBehind = false;

  const write = async (): Promise<void> => {
    while (waiting.length > 0 && !isGivenUp) {
      const batch = nextBatch(waiting);
      const isTaken = await recordBatch(batch);
      if (!isTaken) {
        await wait(RETRY_MS);
        continue;
      }
      waiting = waiting.slice(batch.length);
      options.onRecorded(batch, closed);
      closed = [];
      for (const workspaceId of new Set(batch.map(({ job }) => job.workspaceId))) announceChange(db, workspaceId);
    }
  };

  /** @returns whether the batch is done with */
  const recordBatch = async (batch: Attempted[]): Promise<boolean> => {
    try {
      closed.push(...(await recordAttempts(db, workerId, batch)).closed);
      isBehind = false;
      return true;
    } catch (error) {
      onError(error, "record results");
      const failure = databaseFailure(error);
      isBehind = failure === "away";
      if (isBehind || failure === "conflict") return false;
      if (batch.length === 1) return recordBare(batch[0]!);
      for (const one of batch) while (!(await recordBatch([one])) && !isGivenUp) await wait(RETRY_MS);
      return true;
    }
  };

  /** What cannot be stored as it came is stored without the answer's text: unrecorded, it would be sent again for ever. */
  const recordBare = async (attempted: Attempted): Promise<boolean> => {
    const result = { ...attempted.result, responseHeaders: null, responseBody: null, responseEncoding: null, failureDetail: null };
    try {
      await recordAttempts(db, workerId, [{ ...attempted, requestBody: null, result }]);
      return true;
    } catch (error) {
      onError(error, "record a result");
      const failure = databaseFailure(error);
      return failure !== "away" && failure !== "conflict";
    }
  };

  const start = (): Promise<void> =>
    (writing ??= write().finally(() => {
      writing = undefined;
    }));

  return {
    add(attempted) {
      waiting.push(attempted);
      void start();
    },
    waiting: () => waiting,
    isBehind: () => isBehind,
    async finish(withinMs) {
      const patience = new AbortController();
      await Promise.race([start(), wait(withinMs, undefined, { signal: patience.signal }).catch(() => undefined)]);
      patience.abort();
      // Their leases run out, and they are sent again, which at-least-once allows.
      isGivenUp = true;
    },
  };
}

function nextBatch(waiting: Attempted[]): Attempted[] {
  let characters = 0;
  const end = waiting.findIndex(({ result, requestBody }) => {
    characters += (result.responseBody?.length ?? 0) + (requestBody?.length ?? 0);
    return characters > MAX_BATCH_CHARACTERS;
  });
  return waiting.slice(0, Math.min(MAX_BATCH, end === -1 ? MAX_BATCH : Math.max(1, end)));
}
