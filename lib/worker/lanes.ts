import type { Job } from "@/lib/delivery/load";
import type { Own } from "@/lib/queue/claim";

/**
 * Beyond what may be sent at once, what an endpoint takes in some times as long as a claim takes is kept at hand, within these bounds:
 * claims cost by the call, not by the delivery, and the busier the database is with many workers', the fewer and larger they should be.
 */
const CLAIMS_AHEAD = 10;
const LEAST_AHEAD_MS = 200;
const MOST_AHEAD_MS = 1_000;
const MOST_AHEAD = 500;

/** One subscription's claimed deliveries: those being sent, and those whose turn comes. */
interface Lane {
  slots: number;
  flying: number;
  /** Attempts that ended and are not recorded yet: they are leased, but nothing to the endpoint. */
  unrecorded: number;
  waiting: Job[];
  /** Whether the last claim took all that was due. */
  isDry: boolean;
  /** Deliveries that succeeded since `countedAt`, and how many a millisecond did before. */
  succeeded: number;
  countedAt: number;
  perMs: number;
}

export interface Lanes {
  /** What the next claim has to know of each subscription. @param now milliseconds of a clock that does not jump */
  own(now: number): Map<string, Own>;
  /** Takes claimed jobs and starts what may start. @param own as of before the claim @param claimLimit how many it could have brought @param tookMs how long it took */
  take(jobs: Job[], own: ReadonlyMap<string, Own>, claimLimit: number, tookMs: number): void;
  ended(job: Job, hasSucceeded: boolean): void;
  recorded(jobs: Job[]): void;
  /** Whether another claim would bring something, as far as is known here. */
  isHungry(): boolean;
  waiting(): Job[];
  /** Forgets what waits. @param isMeant which; all of it by default */
  giveUp(isMeant?: (job: Job) => boolean): Job[];
  flying(): number;
  /** Characters of the bodies that are held. */
  characters(): number;
}

/** Keeps each subscription to its slots and all together to the worker's limit, lanes taking turns. */
export function createLanes(options: { maxFlying: number; start: (job: Job) => void; isHeld: (job: Job) => boolean }): Lanes {
  const lanes = new Map<string, Lane>();
  let flying = 0;
  let characters = 0;
  let claimMs = 0;

  const startWaiting = () => {
    for (let isMoving = true; isMoving && flying < options.maxFlying; ) {
      isMoving = false;
      for (const lane of lanes.values()) {
        if (lane.flying >= lane.slots || flying >= options.maxFlying) continue;
        isMoving = start(lane) || isMoving;
      }
    }
  };
  const start = (lane: Lane): boolean => {
    for (let job = lane.waiting.shift(); job; job = lane.waiting.shift()) {
      // Somebody else may have it by now, as after this process was frozen: what was not begun is not begun.
      if (!options.isHeld(job)) {
        characters -= job.body.length;
        continue;
      }
      lane.flying += 1;
      flying += 1;
      options.start(job);
      return true;
    }
    return false;
  };
  const held = (lane: Lane) => lane.flying + lane.waiting.length;
  const aheadOf = (lane: Lane) => Math.min(Math.ceil(lane.perMs * Math.min(Math.max(claimMs * CLAIMS_AHEAD, LEAST_AHEAD_MS), MOST_AHEAD_MS)), MOST_AHEAD);

  return {
    own(now) {
      const own = new Map<string, Own>();
      for (const [id, lane] of lanes) {
        const tookMs = now - lane.countedAt;
        if (tookMs >= 5) {
          lane.perMs = (lane.perMs + lane.succeeded / tookMs) / 2;
          lane.succeeded = 0;
          lane.countedAt = now;
        }
        if (held(lane) + lane.unrecorded === 0 && lane.isDry && lane.perMs < 0.001) lanes.delete(id);
        else own.set(id, { held: held(lane), ahead: aheadOf(lane) });
      }
      return own;
    },
    take(jobs, own, claimLimit, tookMs) {
      claimMs = (claimMs * 3 + tookMs) / 4;
      const wanted = new Map([...lanes].map(([id, lane]) => [id, lane.slots + (own.get(id)?.ahead ?? 0) - (own.get(id)?.held ?? 0)]));
      const brought = new Map<string, number>();
      for (const job of jobs) {
        const id = job.claim.subscriptionId;
        let lane = lanes.get(id);
        if (!lane) lanes.set(id, (lane = { slots: 0, flying: 0, unrecorded: 0, waiting: [], isDry: false, succeeded: 0, countedAt: performance.now(), perMs: 0 }));
        lane.slots = job.claim.slots;
        const isAsked = job.claim.trigger === "resend" || job.claim.trigger === "test";
        if (isAsked) lane.waiting.unshift(job);
        else lane.waiting.push(job);
        characters += job.body.length;
        brought.set(id, (brought.get(id) ?? 0) + 1);
      }
      const isAll = jobs.length < claimLimit;
      for (const [id, lane] of lanes) lane.isDry = isAll && (brought.get(id) ?? 0) < (wanted.get(id) ?? lane.slots);
      startWaiting();
    },
    ended(job, hasSucceeded) {
      const lane = lanes.get(job.claim.subscriptionId)!;
      lane.flying -= 1;
      lane.unrecorded += 1;
      flying -= 1;
      if (hasSucceeded) lane.succeeded += 1;
      const hasNext = flying < options.maxFlying && lane.flying < lane.slots && start(lane);
      if (!hasNext) startWaiting();
    },
    recorded(jobs) {
      for (const job of jobs) {
        lanes.get(job.claim.subscriptionId)!.unrecorded -= 1;
        characters -= job.body.length;
      }
    },
    isHungry() {
      for (const lane of lanes.values()) if (!lane.isDry && held(lane) < lane.slots + aheadOf(lane) / 2) return true;
      return false;
    },
    waiting: () => [...lanes.values()].flatMap((lane) => lane.waiting),
    giveUp(isMeant = () => true) {
      const given: Job[] = [];
      for (const lane of lanes.values()) {
        given.push(...lane.waiting.filter(isMeant));
        lane.waiting = lane.waiting.filter((job) => !isMeant(job));
      }
      for (const job of given) characters -= job.body.length;
      return given;
    },
    flying: () => flying,
    characters: () => characters,
  };
}
