import { z } from "zod";
import { FAILURE_KINDS } from "./failure";

export const REPLAY_STATUSES = ["planned", "running", "paused", "cancelled", "done"] as const;
export type ReplayStatus = (typeof REPLAY_STATUSES)[number];

/** What may be asked of a replay in a state. */
export const REPLAY_MOVES = {
  planned: ["start", "cancel"],
  running: ["pause", "cancel"],
  paused: ["resume", "cancel"],
  cancelled: [],
  done: [],
} as const satisfies Record<ReplayStatus, readonly ReplayMove[]>;
export type ReplayMove = "start" | "pause" | "resume" | "cancel";

/** How it stands with one delivery of a replay. */
export const REPLAY_ITEM_STATES = ["pending", "queued", "retrying", "delivered", "failed", "skipped", "cancelled"] as const;
export type ReplayItemState = (typeof REPLAY_ITEM_STATES)[number];

/** Which deliveries a replay takes, by their state when their turn comes; `never`: the event has none for this subscription. */
export const REPLAY_INCLUDES = ["failed", "retrying", "cancelled", "delivered", "never"] as const;
export type ReplayInclude = (typeof REPLAY_INCLUDES)[number];

export const REPLAY_RATE = { min: 1, max: 500, default: 10 } as const;

/** Which events, beside the period. As it is stored: ids are database UUIDs. */
export const ReplayFilter = z.object({
  /** These events only. */
  eventIds: z.array(z.uuid()).max(1_000).optional(),
  productId: z.uuid().optional(),
  eventType: z.string().max(128).optional(),
  test: z.enum(["all", "only", "hide"]).default("hide"),
  /** A delivery's or event's id, an external id, a transaction or an e-mail, lower case. */
  search: z.string().max(300).optional(),
  /** The last answer's status, or its class: 401, 5xx. */
  response: z.string().regex(/^[1-5](\d\d|xx)$/).optional(),
  failure: z.enum(FAILURE_KINDS).optional(),
  /** Whether a person has had the delivery sent again, by a resend or a replay. */
  resent: z.enum(["yes", "no"]).optional(),
});
export type ReplayFilter = z.output<typeof ReplayFilter>;

/** What was not used is saved up for half a second, so that a replay that slept does not make up for it at once. */
const BURST_MS = 500;

/** How many may go now under a rate, by a clock that says when the next one may go. */
export function allowance(a: { ratePerSec: number; nextSendAt: Date | null; now: Date }): number {
  const now = a.now.getTime();
  const from = Math.max(a.nextSendAt?.getTime() ?? now, now - BURST_MS);
  return from > now ? 0 : Math.floor(((now - from) * a.ratePerSec) / 1_000) + 1;
}

/** The rate's clock after some went. */
export function advance(a: { ratePerSec: number; nextSendAt: Date | null; now: Date; sent: number }): Date {
  const now = a.now.getTime();
  const from = Math.max(a.nextSendAt?.getTime() ?? now, now - BURST_MS);
  return new Date(from + Math.ceil((a.sent * 1_000) / a.ratePerSec));
}

/** How long a replay of so many takes at its rate, in milliseconds, when every answer comes at once. */
export function replayDurationMs(count: number, ratePerSec: number): number {
  return Math.ceil((count / ratePerSec) * 1_000);
}
