import type { Attempted } from "@/lib/delivery/attempt";
import { showId, uuidTime } from "@/lib/domain/ids";
import { log } from "@/lib/log";
import { metrics } from "@/lib/metrics";

/** Tells metrics and log what recorded attempts came to. @param closed subscriptions whose endpoint is down now, or that were disabled */
export function observeAttempts(attempts: Attempted[], closed: string[]): void {
  for (const { job, result, decision } of attempts) {
    const failure = result.failureKind ?? "";
    metrics.attempts.inc({ next: decision.next, failure });
    metrics.attemptSeconds.observe({ result: failure ? "failed" : "succeeded" }, result.durationMs / 1_000);
    if (job.claim.trigger === "first" && job.attemptCount === 0) metrics.acceptToSendSeconds.observe(Math.max(0, sentAt(result) - uuidTime(job.claim.eventId).getTime()) / 1_000);
    const level = decision.next === "failed" ? "info" : "debug";
    if (log.isOn(level)) log[level](decision.next === "failed" ? "delivery given up" : "attempt made", fieldsOf({ job, result, decision }));
  }
  for (const id of new Set(closed)) log.warn("endpoint is down or was disabled; its deliveries are held", { subscriptionId: showId("subscription", id) });
}

/** When the first byte went out, by the attempt's parts. */
function sentAt({ startedAt, dnsMs, connectMs, tlsMs }: Attempted["result"]): number {
  return startedAt.getTime() + (dnsMs ?? 0) + (connectMs ?? 0) + (tlsMs ?? 0);
}

function fieldsOf({ job, result, decision }: Pick<Attempted, "job" | "result" | "decision">) {
  const { eventId, deliveryId, subscriptionId } = job.claim;
  return {
    eventId: showId("event", eventId), deliveryId: showId("delivery", deliveryId), subscriptionId: showId("subscription", subscriptionId),
    attempt: job.attemptCount + 1, next: decision.next, status: result.responseStatus, failure: result.failureKind, durationMs: Math.round(result.durationMs),
  };
}
