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
  result: SendResult;
  decision: Decision;
}

/** Makes one attempt. Time and chance are arguments. @param jitter from −1 to 1 */
export async function attemptDelivery(sender: Sender, job: Job, at: { now: Date; jitter: number }): Promise<Attempted> {
  const headers = requestHeaders(job, Math.floor(at.now.getTime() / 1_000));
  const request = { url: job.target.url, headers, body: job.body, timeoutMs: job.target.timeoutMs };
  let result = await sender.send(request);
  // A kept-alive connection that the receiver was just closing: try once more, on a new one.
  if (result.failureKind === "connection_reset" && result.responseStatus === null && result.durationMs < 1_000) {
    result = await sender.send(request);
  }
  const decision = decide(job, result, at);
  return { job, requestHeaders: maskSecrets(headers, job), result, decision };
}

function requestHeaders(job: Job, timestampSec: number): Record<string, string> {
  const id = showId("event", job.claim.eventId);
  const isScheduled = job.claim.trigger !== "resend" && job.claim.trigger !== "test";
  return {
    ...Object.fromEntries(job.target.headers.map(({ name, value }) => [name.toLowerCase(), value])),
    "content-type": "application/json",
    "user-agent": `Aviso/${AVISO_VERSION}`,
    "webhook-id": id,
    "webhook-timestamp": String(timestampSec),
    "webhook-signature": sign(job.target.secrets, { id, timestampSec, body: job.body }),
    "webhook-attempt": String(job.attemptCount + 1),
    "webhook-retries-remaining": String(isScheduled ? Math.max(0, job.maxAttempts - job.claim.scheduleStep - 1) : 0),
    ...(job.target.hottok ? { "x-hotmart-hottok": job.target.hottok } : {}),
  };
}

function maskSecrets(headers: Record<string, string>, job: Job): [string, string][] {
  const secret = new Set(["x-hotmart-hottok", ...job.target.headers.map(({ name }) => name.toLowerCase())]);
  return Object.entries(headers).map(([name, value]) => [name, secret.has(name) ? "••••••" : value]);
}

function decide(job: Job, result: SendResult, at: { now: Date; jitter: number }): Decision {
  const header = (name: string) => result.responseHeaders?.find(([key]) => key === name)?.[1];
  const asked = header("webhook-delivery");
  const decision = decideNext({
    outcome: {
      responseStatus: result.responseStatus,
      failureKind: result.failureKind,
      retryAfterSec: readRetryAfter(header("retry-after"), at.now),
      receiverAsked: asked === "abort" || asked === "disable" ? asked : null,
    },
    step: job.claim.scheduleStep + 1,
    maxAttempts: job.maxAttempts,
    now: at.now,
    jitter: at.jitter,
  });
  // A resend is one attempt: after it, the schedule goes on where it was, or not at all. A test is tried once.
  const isExtra = job.claim.trigger === "resend" || job.claim.trigger === "test";
  if (decision.next !== "retry" || !isExtra) return decision;
  return job.claim.resumeDueAt ? { next: "retry", at: job.claim.resumeDueAt } : { next: "failed", disable: null };
}
