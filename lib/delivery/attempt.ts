import { isReservedHeader } from "@/lib/domain/delivery-limits";
import { type RenderedBody, renderFormV1 } from "@/lib/domain/form-v1";
import { showId } from "@/lib/domain/ids";
import { decideNext, readRetryAfter, type Decision } from "@/lib/domain/retry";
import { sign } from "@/lib/domain/signature";
import type { Sender, SendResult } from "@/lib/outbound/send";
import type { Job } from "./load";

export const AVISO_VERSION = "0.1.0";

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

const MASK = "••••••";

/** Makes one attempt. Time and chance are arguments. @param jitter from −1 to 1 */
export async function attemptDelivery(sender: Sender, job: Job, at: { now: Date; jitter: number }): Promise<Attempted> {
  const { contentType, body } = render(job, job.target.hottok);
  const headers = requestHeaders(job, { contentType, body }, Math.floor(at.now.getTime() / 1_000));
  const request = { url: job.target.url, headers, body, timeoutMs: job.target.timeoutMs };
  let result = await sender.send(request);
  // A kept-alive connection that the receiver was just closing: try once more, on a new one.
  if (result.failureKind === "connection_reset" && result.responseStatus === null && result.durationMs < 1_000) {
    result = await sender.send(request);
  }
  const endedAt = new Date(result.startedAt.getTime() + result.durationMs);
  return {
    job,
    requestHeaders: maskSecrets(headers, job),
    requestBody: body === job.body ? null : render(job, job.target.hottok && MASK).body,
    result,
    decision: decide(job, result, { now: endedAt, jitter: at.jitter }),
  };
}

function render(job: Job, hottok: string | null): RenderedBody {
  return job.target.format === "form_v1" ? renderFormV1(job.eventType, job.body, hottok) : { contentType: "application/json", body: job.body };
}

function requestHeaders(job: Job, { contentType, body }: RenderedBody, timestampSec: number): Record<string, string> {
  const id = showId("event", job.claim.eventId);
  const remaining = isExtra(job) ? 0 : Math.max(0, job.maxAttempts - job.claim.scheduleStep - 1);
  const custom = job.target.headers.filter(({ name }) => !isReservedHeader(name));
  return {
    ...Object.fromEntries(custom.map(({ name, value }) => [name.toLowerCase(), value])),
    "content-type": contentType,
    "user-agent": `Aviso/${AVISO_VERSION}`,
    "webhook-id": id,
    "webhook-timestamp": String(timestampSec),
    "webhook-signature": sign(job.target.secrets, { id, timestampSec, body }),
    "webhook-attempt": String(job.attemptCount + 1),
    "webhook-retries-remaining": String(remaining),
    ...(job.target.hottok ? { "x-hotmart-hottok": job.target.hottok } : {}),
  };
}

function maskSecrets(headers: Record<string, string>, job: Job): [string, string][] {
  const secret = new Set(["x-hotmart-hottok", ...job.target.headers.map(({ name }) => name.toLowerCase())]);
  return Object.entries(headers).map(([name, value]) => [name, secret.has(name) && !isReservedHeader(name) ? MASK : value]);
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
    now: at.now,
    jitter: at.jitter,
  });
  if (decision.next !== "retry" || !isExtra(job)) return decision;
  // After a resend the schedule goes on where it was, or not at all. A test is tried once.
  return job.claim.resumeDueAt ? { next: "retry", at: job.claim.resumeDueAt } : { next: "failed", disable: null };
}
