// delivery.md, "Fairness, breaker, disable". Times are milliseconds.
export const BREAKER = {
  failuresInRow: 10,
  /** While held deliveries drain, an endpoint is new to its work: fewer failures close it again. */
  failuresInRowDraining: 3,
  windowMinutes: 5,
  windowAttempts: 20,
  windowShare: 0.7,
  firstProbeMs: 30_000,
  lastProbeMs: 600_000,
  disableAfterMs: 5 * 86_400_000,
  /** The share of that time after which it is announced. */
  announceShare: 0.5,
  /** From that to the end at least: where nothing is held nothing is probed, and the announcement comes late. */
  leastWarningMs: 86_400_000,
  /** How many a second drain at first; the rate doubles every ten seconds, and is none any more when draining is over. */
  drainPerSec: 10,
  drainDoubleSec: 10,
  drainSec: 120,
} as const;

/** What the attempts of one minute came to. `minute` counts from 1970. */
export interface MinuteCount {
  minute: number;
  succeeded: number;
  failed: number;
}

/** How a subscription's endpoint is doing; shared by all workers. */
export interface EndpointState {
  failuresInRow: number;
  /** The last minutes, oldest first. */
  minutes: MinuteCount[];
  /** Null while it is up. */
  downSince: Date | null;
  /** When the next held delivery is let through to see whether it is up again. */
  probeAt: Date | null;
  probesFailed: number;
  /** Since when held deliveries drain, at a rate that grows; looked at for `drainSec` only. */
  drainingSince: Date | null;
  /** When its disabling was announced. */
  announcedAt: Date | null;
}

export const NEW_ENDPOINT: EndpointState = {
  failuresInRow: 0, minutes: [], downSince: null, probeAt: null, probesFailed: 0, drainingSince: null, announcedAt: null,
};

export interface EndpointResult {
  hasSucceeded: boolean;
  /** Whether it was let through although the endpoint was down. */
  isProbe: boolean;
}

export type EndpointChange = { change: "down" } | { change: "recovered"; downSince: Date } | { change: "disable_announced"; downSince: Date } | { change: "disabled"; downSince: Date };

/** What follows for an endpoint from attempts that ended, in the order in which they did. */
export function afterAttempts(state: EndpointState, results: EndpointResult[], now: Date): { state: EndpointState; changes: EndpointChange[] } {
  const changes: EndpointChange[] = [];
  let next = state;
  for (const result of results) {
    next = result.hasSucceeded ? afterSuccess(next, now, changes) : afterFailure(next, result.isProbe, now, changes);
  }
  return { state: next, changes };
}

function afterSuccess(state: EndpointState, now: Date, changes: EndpointChange[]): EndpointState {
  if (!state.downSince) return { ...state, failuresInRow: 0, minutes: counted(state.minutes, now, "succeeded") };
  changes.push({ change: "recovered", downSince: state.downSince });
  return { ...NEW_ENDPOINT, drainingSince: now };
}

function afterFailure(state: EndpointState, isProbe: boolean, now: Date, changes: EndpointChange[]): EndpointState {
  if (state.downSince) return isProbe ? afterFailedProbe({ ...state, downSince: state.downSince }, now, changes) : state;
  const failed = { ...state, failuresInRow: state.failuresInRow + 1, minutes: counted(state.minutes, now, "failed") };
  if (!isDown(failed, now)) return failed;
  changes.push({ change: "down" });
  return { ...NEW_ENDPOINT, failuresInRow: failed.failuresInRow, downSince: now, probeAt: new Date(now.getTime() + BREAKER.firstProbeMs) };
}

function afterFailedProbe(state: EndpointState & { downSince: Date }, now: Date, changes: EndpointChange[]): EndpointState {
  const { downSince } = state;
  const probesFailed = state.probesFailed + 1;
  const waitMs = Math.min(BREAKER.firstProbeMs * 2 ** probesFailed, BREAKER.lastProbeMs);
  const downMs = now.getTime() - downSince.getTime();
  const next = { ...state, failuresInRow: state.failuresInRow + 1, probesFailed, probeAt: new Date(now.getTime() + waitMs) };
  if (!state.announcedAt && downMs >= BREAKER.disableAfterMs * BREAKER.announceShare) {
    changes.push({ change: "disable_announced", downSince });
    next.announcedAt = now;
  } else if (state.announcedAt && now >= disableAt(downSince, state.announcedAt)) {
    changes.push({ change: "disabled", downSince });
  }
  return next;
}

/** When an endpoint that stays down is disabled. @param announcedAt when people were told that it will be */
export function disableAt(downSince: Date, announcedAt: Date): Date {
  return new Date(Math.max(downSince.getTime() + BREAKER.disableAfterMs, announcedAt.getTime() + BREAKER.leastWarningMs));
}

function isDown({ failuresInRow, minutes, drainingSince }: EndpointState, now: Date): boolean {
  const isDraining = drainingSince !== null && now.getTime() - drainingSince.getTime() < BREAKER.drainSec * 1_000;
  if (failuresInRow >= (isDraining ? BREAKER.failuresInRowDraining : BREAKER.failuresInRow)) return true;
  const failed = minutes.reduce((sum, minute) => sum + minute.failed, 0);
  const all = failed + minutes.reduce((sum, minute) => sum + minute.succeeded, 0);
  return all >= BREAKER.windowAttempts && failed / all >= BREAKER.windowShare;
}

function counted(minutes: MinuteCount[], now: Date, outcome: "succeeded" | "failed"): MinuteCount[] {
  const minute = Math.floor(now.getTime() / 60_000);
  const kept = minutes.filter((one) => one.minute > minute - BREAKER.windowMinutes && one.minute <= minute);
  const last = kept.at(-1);
  if (last?.minute !== minute) return [...kept, { minute, succeeded: 0, failed: 0, [outcome]: 1 }];
  return [...kept.slice(0, -1), { ...last, [outcome]: last[outcome] + 1 }];
}
