import type { DeliveryDetail, DeliveryState, Hold } from "@/lib/services/deliveries/read";

/** One delivery that has not arrived (yet), for the first line of an event's page. */
export interface SummaryPart {
  kind: Exclude<DeliveryState, "delivered">;
  subscription: string;
  /** Where it goes, as a person says it: api.acme.com. */
  host: string;
  /** How many failed in a row, up to the last. */
  attempts: number;
  responseStatus: number | null;
  failureKind: string | null;
  /** When the present row of failures began; null where that is further back than is read. */
  since: Date | null;
  nextAttemptAt: Date | null;
  hold: Hold | null;
}
/** How it went. */
export interface EventSummary {
  /** The state that needs most attention; "none" when no subscription wanted the event. */
  kind: "none" | DeliveryState;
  delivered: number;
  total: number;
  /** The one that it was delivered to, when it is only one. */
  subscription: string;
  /** How many it took until it was delivered; 0 where that is further back than is read. */
  attempts: number;
  /** What has not arrived, the worst first. */
  parts: SummaryPart[];
}

const FIRST_TOLD = ["failed", "retrying", "sending", "waiting", "held", "delivered", "cancelled"] as const satisfies DeliveryState[];

/** Sums up an event's deliveries. */
export function summariseDeliveries(deliveries: DeliveryDetail[]): EventSummary {
  const delivered = deliveries.filter((delivery) => delivery.state === "delivered");
  const rank = ({ state }: DeliveryDetail) => FIRST_TOLD.indexOf(state);
  const rest = deliveries.filter((delivery) => delivery.state !== "delivered").toSorted((a, b) => rank(a) - rank(b));
  const told = deliveries.toSorted((a, b) => rank(a) - rank(b))[0];
  return {
    kind: told?.state ?? "none",
    delivered: delivered.length,
    total: deliveries.length,
    subscription: delivered.length === 1 ? delivered[0]!.subscription.name : "",
    attempts: delivered[0] ? triesUntilDelivered(delivered[0]) : 0,
    parts: rest.map((delivery) => ({
      kind: delivery.state as SummaryPart["kind"],
      subscription: delivery.subscription.name,
      host: hostOf(delivery.attempts[0]?.request.url ?? delivery.subscription.url),
      ...failuresOf(delivery),
      responseStatus: delivery.lastResponseStatus,
      failureKind: delivery.lastFailureKind,
      nextAttemptAt: delivery.nextAttemptAt,
      hold: delivery.hold,
    })),
  };
}

function failuresOf({ attempts, attemptCount }: DeliveryDetail): { attempts: number; since: Date | null } {
  const lastGood = attempts.findIndex((attempt) => attempt.failureKind === null);
  if (lastGood !== -1) return { attempts: lastGood, since: attempts[lastGood - 1]?.startedAt ?? null };
  return { attempts: attemptCount, since: attempts.length < attemptCount ? null : (attempts.at(-1)?.startedAt ?? null) };
}

/** What was resent after it had arrived does not count. */
function triesUntilDelivered({ attempts, attemptCount }: DeliveryDetail): number {
  return attempts.length < attemptCount ? 0 : (attempts.findLast((attempt) => attempt.failureKind === null)?.number ?? attemptCount);
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}
