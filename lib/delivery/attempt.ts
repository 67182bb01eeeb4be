import { isReservedHeader } from "@/lib/domain/delivery-limits";
import { showId } from "@/lib/domain/ids";
import { MASK, maskSecretsIn, secretsIn } from "@/lib/domain/mask";
import { decideNext, readRetryAfter, type Decision } from "@/lib/domain/retry";
import { buildWebhookRequest, renderBody } from "@/lib/domain/webhook-request";
import type { Sender, SendResult } from "@/lib/outbound/send";
import { startSpan } from "@/lib/trace";
import type { Job } from "./load";

/** An attempt that was made, and what follows. */
export interface Attempted {
  job: Job;
  /** As sent, for the record: custom values and the hottok are masked. */
  requestHeaders: [string, string][];
  /** As sent, the hottok masked; null when it is the event's own body. */
  requestBody: string | null;
  result: SendResult;
  decision: Decision;
}

/** Makes one attempt. Time and chance are arguments. @param jitter from −1 to 1 */
export async function attemptDelivery(sender: Sender, job: Job, at: { now: Date; jitter: number }): Promise<Attempted> {
  const span = startSpan("attempt", { parent: job.traceparent, kind: "client", startedAt: at.now });
  const { headers: own, body } = buildWebhookRequest({
    id: showId("event", job.claim.eventId),
    eventType: job.eventType,
    body: job.body,
    target: job.target,
    attempt: job.attemptCount + 1,
    retriesRemaining: isExtra(job) ? 0 : Math.max(0, job.maxAttempts - job.claim.scheduleStep - 1),
    timestampSec: Math.floor(at.now.getTime() / 1_000),
  });
  const headers = span && !Object.keys(own).some((name) => name.toLowerCase() === "traceparent") ? { ...own, traceparent: span.traceparent } : own;
  const request = { url: job.target.url, headers, body, timeoutMs: job.target.timeoutMs };
  let result = await sender.send(request);
  // A kept-alive connection that the receiver was just closing: try once more, on a new one.
  if (result.failureKind === "connection_reset" && result.responseStatus === null && result.durationMs < 1_000) {
    result = await sender.send(request);
  }
  span?.end(
    {
      "aviso.event_id": showId("event", job.claim.eventId), "aviso.delivery_id": showId("delivery", job.claim.deliveryId), "aviso.attempt": job.attemptCount + 1,
      ...(result.responseStatus === null ? {} : { "http.response.status_code": result.responseStatus }),
    },
    result.failureKind ?? undefined,
  );
  const endedAt = new Date(result.startedAt.getTime() + result.durationMs);
  return {
    job,
    requestHeaders: maskSecrets(headers, job),
    requestBody: body === job.body ? null : renderBody(job.eventType, job.body, job.target, job.target.hottok && MASK).body,
    result: maskAnswer(result, job),
    decision: decide(job, result, { now: endedAt, jitter: at.jitter }),
  };
}

function maskSecrets(headers: Record<string, string>, job: Job): [string, string][] {
  const secret = new Set(["x-hotmart-hottok", ...job.target.headers.map(({ name }) => name.toLowerCase())]);
  return Object.entries(headers).map(([name, value]) => [name, secret.has(name) && !isReservedHeader(name) ? MASK : value]);
}

/** Some receivers say back what they were sent (an echo, a page for debugging): what is secret there is not kept either. */
function maskAnswer(result: SendResult, { target }: Job): SendResult {
  const secrets = [...target.headers.flatMap(({ value }) => secretsIn(value)), ...(target.hottok ? [target.hottok] : [])];
  if (secrets.length === 0) return result;
  const mask = (text: string) => maskSecretsIn(text, secrets);
  // A character a byte: a secret stands there as it was sent, or as UTF-8.
  const asBytes = [...secrets, ...secrets.map((secret) => Buffer.from(secret).toString("latin1"))];
  const maskBytes = (base64: string) => Buffer.from(maskSecretsIn(Buffer.from(base64, "base64").toString("latin1"), asBytes).replaceAll(MASK, "*".repeat(MASK.length)), "latin1").toString("base64");
  return {
    ...result,
    responseHeaders: result.responseHeaders?.map(([name, value]) => [name, mask(value)]) ?? null,
    responseBody: result.responseBody && (result.responseEncoding === "utf8" ? mask : maskBytes)(result.responseBody),
  };
}

/** What a person asked for stands beside the schedule: it is one attempt and uses up none of the schedule's. */
export function isExtra(job: Job): boolean {
  return job.claim.trigger === "resend" || job.claim.trigger === "test";
}

function decide(job: Job, result: SendResult, at: { now: Date; jitter: number }): Decision {
  const header = (name: string) => result.responseHeaders?.find(([key]) => key === name)?.[1];
  const asked = header("webhook-delivery")?.trim().toLowerCase();
  const decision = decideNext({
    outcome: {
      responseStatus: result.responseStatus,
      failureKind: result.failureKind,
      retryAfterSec: readRetryAfter(header("retry-after"), at.now),
      receiverAsked: asked === "abort" || asked === "disable" ? asked : null,
    },
    // A probe is nobody's turn: it uses up no attempt, and takes its place at the end of what is held.
    step: isExtra(job) || job.claim.isProbe ? 0 : job.claim.scheduleStep + 1,
    maxAttempts: job.claim.isProbe ? Infinity : job.maxAttempts,
    waitsSec: job.target.retryWaitsSec,
    now: at.now,
    jitter: at.jitter,
  });
  if (decision.next !== "retry" || !isExtra(job)) return decision;
  // After a resend the schedule goes on where it was, or not at all. A test is tried once.
  return job.claim.resumeDueAt ? { next: "retry", at: job.claim.resumeDueAt } : { next: "failed", disable: null };
}
