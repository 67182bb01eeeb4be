import type { FailureKind } from "./failure";

// Svix's schedule, which Standard Webhooks recommends: 8 attempts over 27.6 hours. In seconds, before each attempt.
export const RETRY_DELAYS_SEC = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 36_000] as const;
/** A share of the delay, to both sides, so that what failed together does not come back together. */
export const RETRY_JITTER = 0.2;
/** A receiver that is overloaded (429) or slow (timeout) is left alone at least this long. */
export const MIN_BACKOFF_SEC = 60;

/** What an attempt came to, as far as the next step depends on it. */
export interface Outcome {
  responseStatus: number | null;
  failureKind: FailureKind | null;
  /** Seconds that `Retry-After` asked for, if it did. */
  retryAfterSec: number | null;
  /** The receiver's `webhook-delivery` header. */
  receiverAsked: "abort" | "disable" | null;
}

export type Decision =
  | { next: "delivered" }
  | { next: "retry"; at: Date }
  | { next: "failed"; disable: "receiver_gone" | "receiver_asked" | null };

/** Seconds between an attempt of the schedule and the next, without jitter. @param step attempts made @param listed the subscription's own waits, or none */
export function scheduledWaitSec(step: number, listed: readonly number[]): number {
  const delays = listed.length > 0 ? [0, ...listed] : RETRY_DELAYS_SEC;
  return delays[step] ?? delays.at(-1)!;
}

/**
 * What follows an attempt of the schedule.
 * @param a.step attempts of the schedule made, this one included
 * @param a.waitsSec the subscription's own waits between attempts; none: the usual ones
 * @param a.jitter from −1 to 1
 */
export function decideNext(a: { outcome: Outcome; step: number; maxAttempts: number; waitsSec: readonly number[]; now: Date; jitter: number }): Decision {
  const { outcome } = a;
  if (outcome.failureKind === null) return { next: "delivered" };
  if (outcome.responseStatus === 410) return { next: "failed", disable: "receiver_gone" };
  if (outcome.receiverAsked === "disable") return { next: "failed", disable: "receiver_asked" };
  if (outcome.receiverAsked === "abort" || a.step >= a.maxAttempts) return { next: "failed", disable: null };
  const scheduledSec = scheduledWaitSec(a.step, a.waitsSec);
  let delaySec = scheduledSec * (1 + RETRY_JITTER * a.jitter);
  const isThrottled = outcome.responseStatus === 429 || outcome.responseStatus === 503;
  if (isThrottled && outcome.retryAfterSec !== null) {
    delaySec = Math.min(Math.max(outcome.retryAfterSec, scheduledSec), 2 * scheduledSec);
  }
  const isTimeout = outcome.failureKind === "timeout_connect" || outcome.failureKind === "timeout_response";
  if (outcome.responseStatus === 429 || isTimeout) delaySec = Math.max(delaySec, MIN_BACKOFF_SEC);
  return { next: "retry", at: new Date(a.now.getTime() + delaySec * 1_000) };
}

/** Seconds of a `Retry-After` header: a number of seconds or an HTTP date (RFC 9110 §10.2.3); null for anything else. */
export function readRetryAfter(value: string | undefined, now: Date): number | null {
  if (!value) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, (at - now.getTime()) / 1_000);
}
