import { setTimeout as wait } from "node:timers/promises";
import { attemptDelivery, isExtra } from "@/lib/delivery/attempt";
import { type Job, loadJobs } from "@/lib/delivery/load";
import { traceClaims } from "@/lib/delivery/trace-claims";
import type { Db } from "@/lib/db/client";
import type { SealingKey } from "@/lib/domain/sealed";
import type { OutboundPolicy } from "@/lib/outbound/check-url";
import { DELIVERY_LIMITS } from "@/lib/domain/delivery-limits";
import { createSender } from "@/lib/outbound/send";
import { type Claim, claimDue, dropClaims, dropShares, extendLeases, releaseClaims, releaseUnknown } from "@/lib/queue/claim";
import { createLanes } from "./lanes";
import { observeAttempts } from "./observe";
import { createRecorder } from "./recorder";

const MAX_CLAIM = 300;
const MAX_IN_FLIGHT = 1_024;
/** What is claimed at once: in flight, waiting for its turn, and waiting to be recorded. */
const MAX_HELD = 2_048;
/** What waits to be recorded would be sent again after a crash: two batches keep the database busy, and more only wait. */
const MAX_UNRECORDED = 1_000;
/** Bodies make up most of what is held. */
const MAX_HELD_CHARACTERS = 48_000_000;
const POLL_MS = 500;
/** How often a claim looks from the queue's start, for what a dead worker had or somebody gave back: at each poll, when there is nothing else to do. */
const WHOLE_SEC = 0.4;
const MAX_PAUSE_MS = 5_000;
/** A third of a lease, so that one lost heartbeat loses none. */
const EXTENDS_PER_LEASE = 3;
/** How long a worker that stops waits for attempts under way, and then for their records. The supervisor waits 8 s. */
const STOP_GRACE_MS = 4_000;
const RECORD_GRACE_MS = 2_000;

export interface WorkerOptions {
  db: Db;
  workerId: string;
  secretKey: SealingKey;
  policy: OutboundPolicy;
  /** Attempts under way at once, over all subscriptions; half of them for one workspace's at most. */
  maxInFlight?: number;
  /** How long what a worker holds stays its own without a sign of life (seconds). A request is always over before. */
  leaseSec?: number;
  /** How often the queue is looked at without being told (ms): the backstop for a lost notification. */
  pollMs?: number;
  /** How long `stop` waits for attempts under way (ms). */
  stopGraceMs?: number;
  onError?: (error: unknown, doing: string) => void;
}

export interface Worker {
  /** Says that something may be due. */
  wake(): void;
  inFlight(): number;
  /** No new claims; what is under way ends and is recorded, or is given back when it takes too long. */
  stop(): Promise<void>;
}

/** Starts the loop: claim what is due, attempt it, record results in batches, until stopped. */
export function startWorker(options: WorkerOptions): Worker {
  const { db, workerId, secretKey } = options;
  const maxInFlight = options.maxInFlight ?? MAX_IN_FLIGHT;
  const leaseSec = options.leaseSec ?? DELIVERY_LIMITS.leaseSec;
  const longestRequestMs = leaseSec * 800;
  const onError = options.onError ?? (() => undefined);
  const sender = createSender(options.policy);
  const flights = new Map<Claim, Promise<void>>();
  const ending = new AbortController();
  let isStopping = false;
  let isAwake = true;
  let wakeUp: (() => void) | undefined;

  const wake = () => {
    isAwake = true;
    wakeUp?.();
  };
  const fly = (job: Job) => {
    const timely = job.target.timeoutMs <= longestRequestMs ? job : { ...job, target: { ...job.target, timeoutMs: longestRequestMs } };
    const flight = attemptDelivery(sender, timely, { now: new Date(), jitter: Math.random() * 2 - 1 })
      // Not flying any more: it was given back when the worker stopped, and its result counts for nothing.
      .then((attempted) => {
        if (!flights.delete(job.claim)) return;
        recorder.add(attempted);
        land(job, attempted.decision.next === "delivered");
      })
      .catch((error) => {
        flights.delete(job.claim);
        land(job, false);
        lanes.recorded([job]);
        onError(error, "attempt a delivery");
      });
    flights.set(job.claim, flight);
  };
  const land = (job: Job, hasSucceeded: boolean) => {
    lanes.ended(job, hasSucceeded);
    wakeIfHungry();
  };
  const lanes = createLanes({ maxFlying: maxInFlight, start: fly, isHeld: ({ claim }) => claim.leaseEndsAt > performance.now() });
  const wakeIfHungry = () => void (lanes.isHungry() && wake());
  const recorder = createRecorder({
    db,
    workerId,
    onRecorded: (attempts, closed) => {
      observeAttempts(attempts, closed);
      lanes.recorded(attempts.map(({ job }) => job));
      // What was claimed ahead for an endpoint that is down is held like the rest.
      const kept = closed.length > 0 ? lanes.giveUp((job) => closed.includes(job.claim.subscriptionId) && !isExtra(job)) : [];
      releaseClaims(db, kept.map((job) => job.claim)).catch((error) => onError(error, "give claims back"));
      wakeIfHungry();
    },
    onError,
  });
  const room = () => {
    const isFull = recorder.isBehind() || recorder.count() >= MAX_UNRECORDED || lanes.characters() > MAX_HELD_CHARACTERS || lanes.flying() >= maxInFlight;
    return isFull ? 0 : MAX_HELD - flights.size - lanes.waiting().length - recorder.count();
  };

  const held = () => [...flights.keys(), ...[...lanes.waiting(), ...recorder.waiting().map((attempted) => attempted.job)].map((job) => job.claim)];

  const run = async (): Promise<void> => {
    const begun = performance.now();
    await releaseClaims(db, lanes.giveUpStale(begun).map((job) => job.claim));
    const limit = Math.min(room(), MAX_CLAIM);
    if (limit <= 0) return;
    const own = lanes.own(begun);
    const claimedAt = new Date();
    const claims = await claimDue(db, { workerId, limit, own, leaseSec, wholeSec: WHOLE_SEC, mostSlots: fairShare(1 - lanes.fullest()) });
    if (isStopping) return releaseClaims(db, claims);
    const { jobs, gone, unreadable } = await loadJobs(db, secretKey, claims, new Date()).catch(async (error) => {
      await releaseClaims(db, claims).catch(() => undefined);
      throw error;
    });
    await traceClaims(db, jobs, claimedAt).catch((error) => onError(error, "trace claims"));
    // It may have been told to stop meanwhile, and would begin what it has no time for.
    if (isStopping) return releaseClaims(db, claims);
    lanes.take(jobs, own, limit, performance.now() - begun);
    if (unreadable.length > 0) {
      // They stay leased, and are looked at again when that is over: no attempt is used up by an operator's mistake.
      onError(new Error(`what subscription ${unreadable[0]!.subscriptionId} keeps was sealed with another AVISO_SECRET_KEY`), "read a subscription's secrets");
    }
    // More may be due than one claim took.
    if (claims.length >= limit) isAwake = true;
    await dropClaims(db, gone);
  };

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const loop = (async () => {
    let failures = 0;
    while (!isStopping) {
      isAwake = false;
      try {
        await run();
        failures = 0;
      } catch (error) {
        failures += 1;
        onError(error, "claim what is due");
        // The answer may have been lost on the way, and what was claimed would wait for its lease to end.
        await releaseUnknown(db, workerId, held()).catch(() => undefined);
      }
      const pollMs = options.pollMs ?? POLL_MS;
      // After a failure not even a notification hurries it: a database in trouble is not helped by more questions.
      if (failures > 0) await wait(Math.min(pollMs * 2 ** failures, MAX_PAUSE_MS), undefined, { signal: ending.signal }).catch(() => undefined);
      else if (!isAwake || room() <= 0) await pause(pollMs);
      wakeUp = undefined;
    }
  })();

  const extend = async () => {
    const lost = new Set(await extendLeases(db, workerId, held(), leaseSec));
    // Another worker has them: sending them as well would only double them.
    if (lost.size > 0) lanes.giveUp((job) => lost.has(job.claim));
  };
  const extending = setInterval(() => void extend().catch((error) => onError(error, "extend leases")), (leaseSec * 1_000) / EXTENDS_PER_LEASE);

  const stop = async (): Promise<void> => {
    isStopping = true;
    ending.abort();
    wakeUp?.();
    await loop;
    await releaseClaims(db, lanes.giveUp().map((job) => job.claim)).catch((error) => onError(error, "give claims back"));
    const patience = new AbortController();
    const grace = wait(options.stopGraceMs ?? STOP_GRACE_MS, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([Promise.all(flights.values()), grace]);
    patience.abort();
    clearInterval(extending);
    const late = [...flights.keys()];
    flights.clear();
    await releaseClaims(db, late).catch((error) => onError(error, "give claims back"));
    await recorder.finish(RECORD_GRACE_MS);
    await dropShares(db, workerId).catch((error) => onError(error, "give up shares"));
    await (late.length > 0 ? sender.destroy() : sender.close());
  };

  let stopping: Promise<void> | undefined;
  return {
    wake,
    inFlight: () => flights.size,
    stop: () => (stopping ??= stop()),
  };
}

/**
 * How many deliveries a subscription may have in flight, by how much the busiest workspace has left of its share of the worker. As that
 * fills, each gets less, so that many endpoints that hang cannot take all of it from those that answer.
 */
function fairShare(free: number): number {
  if (free > 0.5) return 1_000;
  return free > 0.25 ? 5 : 1;
}
