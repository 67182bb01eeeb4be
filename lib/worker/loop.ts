import { attemptDelivery, type Attempted } from "@/lib/delivery/attempt";
import { loadJobs } from "@/lib/delivery/load";
import { recordAttempts } from "@/lib/delivery/record";
import type { Db } from "@/lib/db/client";
import { createSender, type Sender } from "@/lib/outbound/send";
import type { OutboundPolicy } from "@/lib/outbound/check-url";
import { claimDue, releaseClaims } from "@/lib/queue/claim";

export interface WorkerOptions {
  db: Db;
  workerId: string;
  secretKey: Buffer;
  policy: OutboundPolicy;
  /** Attempts under way at once, over all subscriptions. */
  maxInFlight?: number;
  /** How often the queue is looked at without being told (ms): the backstop for a lost notification. */
  pollMs?: number;
  onError?: (error: unknown, doing: string) => void;
}

export interface Worker {
  /** Says that something may be due. */
  wake(): void;
  inFlight(): number;
  /** No new claims; what is under way ends and is recorded. */
  stop(): Promise<void>;
}

/** Starts the loop: claim what is due, attempt it, record results in batches, until stopped. */
export function startWorker(options: WorkerOptions): Worker {
  const { db, workerId, secretKey } = options;
  const maxInFlight = options.maxInFlight ?? 256;
  const sender: Sender = createSender(options.policy);
  const fail = options.onError ?? (() => undefined);
  const flying = new Set<Promise<void>>();
  const results: Attempted[] = [];
  let recording: Promise<void> | undefined;
  let isStopping = false;
  let isAwake = true;
  let wakeUp: (() => void) | undefined;

  const wake = () => {
    isAwake = true;
    wakeUp?.();
  };

  /** One recording at a time: what arrives meanwhile makes the next batch. */
  const record = (): Promise<void> =>
    (recording ??= (async () => {
      while (results.length > 0) {
        const batch = results.splice(0, 500);
        try {
          await recordAttempts(db, workerId, batch);
        } catch (error) {
          // Not lost: their leases run out and they are sent again, which at-least-once allows.
          fail(error, "record results");
        }
      }
    })().finally(() => {
      recording = undefined;
      wake();
    }));

  const run = async (): Promise<void> => {
    const room = maxInFlight - flying.size;
    if (room <= 0) return;
    const claims = await claimDue(db, { workerId, limit: room });
    if (claims.length === 0) return;
    if (isStopping) return releaseClaims(db, claims);
    const now = new Date();
    const jobs = await loadJobs(db, secretKey, claims, now).catch(async (error) => {
      await releaseClaims(db, claims).catch(() => undefined);
      throw error;
    });
    for (const job of jobs) {
      const flight = attemptDelivery(sender, job, { now: new Date(), jitter: Math.random() * 2 - 1 })
        .then((attempted) => void results.push(attempted))
        .catch((error) => fail(error, "attempt a delivery"))
        .finally(() => {
          flying.delete(flight);
          void record();
        });
      flying.add(flight);
    }
    // More may be due than one claim took.
    isAwake = true;
  };

  const loop = (async () => {
    while (!isStopping) {
      isAwake = false;
      await run().catch((error) => fail(error, "claim what is due"));
      if (isAwake && flying.size < maxInFlight) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, options.pollMs ?? 500);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wakeUp = undefined;
    }
  })();

  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    isStopping = true;
    wakeUp?.();
    await loop;
    await Promise.allSettled(flying);
    await record();
    await sender.close();
  };

  return {
    wake,
    inFlight: () => flying.size,
    stop: () => (stopping ??= stop()),
  };
}
