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
/** What waits for longer than it should is given back: its endpoint became slow or went down, or somebody paused it, and other workers see to that. */
const MOST_WAIT_MS = 2 * MOST_AHEAD_MS;

/** An endpoint that took something in this time is let through beside those of its workspace that hang. */
const PROVEN_MS = 600_000;
const MOST_PROVEN = 50_000;

/** One subscription's claimed deliveries: those being sent, and those whose turn comes. */
interface Lane {
  workspaceId: string;
  slots: number;
  flying: number;
  /** Attempts that ended and are not recorded yet: they are leased, but nothing to the endpoint. */
  unrecorded: number;
  waiting: { job: Job; since: number }[];
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
  /** Forgets what waits for too long. @param now as in `own` */
  giveUpStale(now: number): Job[];
  flying(): number;
  /** How much of what one workspace may have in flight the busiest has, from 0 to 1. */
  fullest(): number;
  /** Characters of the bodies that are held. */
  characters(): number;
}

/**
 * Keeps each subscription to its slots and all together to the worker's limit, lanes taking turns. One workspace gets half of it, so that
 * endpoints that hang, however many it has of them, hold up no other's; beyond that one request at a time to each of its endpoints that answered lately.
 */
export function createLanes(options: { maxFlying: number; start: (job: Job) => void; isHeld: (job: Job) => boolean }): Lanes {
  const lanes = new Map<string, Lane>();
  const ofWorkspace = new Map<string, number>();
  const succeededAt = new Map<string, number>();
  const share = options.maxFlying / 2;
  let flying = 0;
  let characters = 0;
  let claimMs = 0;

  const startWaiting = () => {
    for (let isMoving = true; isMoving && flying < options.maxFlying; ) {
      isMoving = false;
      for (const [id, lane] of lanes) if (mayStart(id, lane)) isMoving = start(lane) || isMoving;
    }
  };
  const mayStart = (id: string, lane: Lane): boolean => {
    if (lane.waiting.length === 0 || lane.flying >= lane.slots || flying >= options.maxFlying) return false;
    if ((ofWorkspace.get(lane.workspaceId) ?? 0) < share) return true;
    return lane.flying === 0 && performance.now() - (succeededAt.get(id) ?? -Infinity) < PROVEN_MS;
  };
  const count = ({ workspaceId }: Lane, by: 1 | -1) => {
    flying += by;
    const left = (ofWorkspace.get(workspaceId) ?? 0) + by;
    if (left > 0) ofWorkspace.set(workspaceId, left);
    else ofWorkspace.delete(workspaceId);
  };
  const start = (lane: Lane): boolean => {
    for (let next = lane.waiting.shift(); next; next = lane.waiting.shift()) {
      const { job } = next;
      // Somebody else may have it by now, as after this process was frozen: what was not begun is not begun.
      if (!options.isHeld(job)) {
        characters -= job.body.length;
        continue;
      }
      lane.flying += 1;
      count(lane, 1);
      options.start(job);
      return true;
    }
    return false;
  };
  const held = (lane: Lane) => lane.flying + lane.waiting.length;
  const aheadOf = (lane: Lane) => Math.min(Math.round(lane.perMs * Math.min(Math.max(claimMs * CLAIMS_AHEAD, LEAST_AHEAD_MS), MOST_AHEAD_MS)), MOST_AHEAD);
  const giveUp = (isMeant: (one: Lane["waiting"][number]) => boolean): Job[] => {
    const given: Job[] = [];
    for (const lane of lanes.values()) {
      const { meant = [], kept = [] } = Object.groupBy(lane.waiting, (one) => (isMeant(one) ? "meant" : "kept"));
      lane.waiting = kept;
      for (const { job } of meant) given.push(job);
    }
    for (const job of given) characters -= job.body.length;
    return given;
  };

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
      const since = performance.now();
      for (const job of jobs) {
        const id = job.claim.subscriptionId;
        let lane = lanes.get(id);
        if (!lane) lanes.set(id, (lane = { workspaceId: job.workspaceId, slots: 0, flying: 0, unrecorded: 0, waiting: [], isDry: false, succeeded: 0, countedAt: performance.now(), perMs: 0 }));
        lane.slots = job.claim.slots;
        const isAsked = job.claim.trigger === "resend" || job.claim.trigger === "test";
        if (isAsked) lane.waiting.unshift({ job, since });
        else lane.waiting.push({ job, since });
        characters += job.body.length;
        brought.set(id, (brought.get(id) ?? 0) + 1);
      }
      const isAll = jobs.length < claimLimit;
      for (const [id, lane] of lanes) lane.isDry = isAll && (brought.get(id) ?? 0) < (wanted.get(id) ?? lane.slots);
      startWaiting();
    },
    ended(job, hasSucceeded) {
      const id = job.claim.subscriptionId;
      const lane = lanes.get(id)!;
      lane.flying -= 1;
      lane.unrecorded += 1;
      count(lane, -1);
      if (hasSucceeded) {
        lane.succeeded += 1;
        if (succeededAt.size >= MOST_PROVEN) succeededAt.clear();
        succeededAt.set(id, performance.now());
      }
      const hasNext = mayStart(id, lane) && start(lane);
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
    waiting: () => [...lanes.values()].flatMap((lane) => lane.waiting.map(({ job }) => job)),
    giveUp: (isMeant = () => true) => giveUp(({ job }) => isMeant(job)),
    giveUpStale: (now) => giveUp(({ since }) => now - since > MOST_WAIT_MS),
    flying: () => flying,
    fullest: () => Math.max(0, ...ofWorkspace.values()) / share,
    characters: () => characters,
  };
}
