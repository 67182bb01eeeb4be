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
/** While one batch waits for the disk, the next is on its way. */
const MAX_WRITERS = 2;
/** A second batch under way pays from so many results on; fewer do better to wait and go together. */
const ENOUGH = 64;
/**
 * After a batch with few behind it a writer rests for some times as long as that took, at most this: many workers with little each
 * would else keep the database busy with batches of two or three.
 */
const REST_TIMES = 3;
const MOST_REST_MS = 300;

export interface Recorder {
  /** Takes a result; it is written with all others that wait. */
  add(attempted: Attempted): void;
  /** Results not written yet, those being written included. */
  waiting(): Attempted[];
  /** How many they are. */
  count(): number;
  /** Whether the database was away at the last write, which will be tried until it works, and meanwhile more results would only pile up. */
  isBehind(): boolean;
  /** Resolves when nothing waits, or the time is over. */
  finish(withinMs: number): Promise<void>;
}

/**
 * Writes results in batches, two at a time at most: what arrives meanwhile makes the next. While the database is away
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
  let pending: Attempted[] = [];
  const underWay = new Set<Attempted[]>();
  const writers = new Set<Promise<void>>();
  let active = 0;
  let isGivenUp = false;
  let isFinishing = false;
  let isBehind = false;

  const write = async (): Promise<void> => {
    active += 1;
    try {
      while (pending.length > 0 && !isGivenUp) {
        const startedAt = performance.now();
        await writeBatch();
        if (pending.length < ENOUGH && !isFinishing) await wait(Math.min(REST_TIMES * (performance.now() - startedAt), MOST_REST_MS));
      }
    } finally {
      // At once, not when the promise settles: what is added in between would find a writer that looks no more.
      active -= 1;
    }
  };

  const writeBatch = async (): Promise<void> => {
    const batch = nextBatch(pending);
    pending = pending.slice(batch.length);
    underWay.add(batch);
    const closed: string[] = [];
    while (!(await recordBatch(batch, closed))) {
      await wait(RETRY_MS);
      if (isGivenUp) return;
    }
    underWay.delete(batch);
    options.onRecorded(batch, closed);
    for (const workspaceId of new Set(batch.map(({ job }) => job.workspaceId))) announceChange(db, workspaceId);
  };

  /** @returns whether the batch is done with */
  const recordBatch = async (batch: Attempted[], closed: string[]): Promise<boolean> => {
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
      for (const one of batch) while (!(await recordBatch([one], closed)) && !isGivenUp) await wait(RETRY_MS);
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

  const start = (): void => {
    if (active >= MAX_WRITERS || (active > 0 && pending.length < ENOUGH)) return;
    const writer = write().finally(() => writers.delete(writer));
    writers.add(writer);
  };

  return {
    add(attempted) {
      pending.push(attempted);
      start();
    },
    waiting: () => [...underWay, pending].flat(),
    count: () => [...underWay].reduce((sum, batch) => sum + batch.length, pending.length),
    isBehind: () => isBehind,
    async finish(withinMs) {
      isFinishing = true;
      const patience = new AbortController();
      start();
      await Promise.race([Promise.all(writers), wait(withinMs, undefined, { signal: patience.signal }).catch(() => undefined)]);
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
