import { DELIVERY_LIMITS } from "@/lib/domain/delivery-limits";
import { failureKindOf, type FailureKind } from "@/lib/domain/failure";
import { checkUrl, isOwnReceiver, type OutboundPolicy } from "./check-url";
import { createGuardedAgent, traced, type Trace } from "./connection";
import { readBody } from "./read-body";

export interface SendRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** From start to the last byte. */
  timeoutMs: number;
}

/**
 * One HTTP try. Times are milliseconds, one part after the other; a part that did not happen (a connection that was
 * open already) is null.
 */
export interface SendResult {
  startedAt: Date;
  durationMs: number;
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  firstByteMs: number | null;
  downloadMs: number | null;
  remoteAddress: string | null;
  responseStatus: number | null;
  responseHeaders: [string, string][] | null;
  responseBody: string | null;
  responseEncoding: "utf8" | "base64" | null;
  responseBytes: number | null;
  responseTruncated: boolean;
  failureKind: FailureKind | null;
  failureDetail: string | null;
}

export interface Sender {
  /** Never throws: what goes wrong is a failure kind. */
  send(request: SendRequest): Promise<SendResult>;
  /** Waits for what is under way. */
  close(): Promise<void>;
  /** Breaks off what is under way. */
  destroy(): Promise<void>;
}

type Agent = ReturnType<typeof createGuardedAgent>;

/** The guarded HTTP client: POST only, keep-alive, no redirects, addresses judged. */
export function createSender(policy: OutboundPolicy): Sender {
  const guarded = createGuardedAgent(policy.allowedRanges);
  // Aviso's own receiver may stand on any address; it has connections of its own, which lead nowhere else.
  const own = createGuardedAgent(["0.0.0.0/0", "::/0"]);
  return {
    async send(request) {
      // Judged when it was saved, and again now: the operator's rules may have changed since.
      const problem = checkUrl(request.url, policy);
      if (problem) return refused(problem);
      return send(isOwnReceiver(new URL(request.url), policy) ? own : guarded, request);
    },
    close: async () => void (await Promise.all([guarded.close(), own.close()])),
    destroy: async () => void (await Promise.all([guarded.destroy(), own.destroy()])),
  };
}

function emptyResult(): SendResult {
  return {
    startedAt: new Date(), durationMs: 0, dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, downloadMs: null, remoteAddress: null,
    responseStatus: null, responseHeaders: null, responseBody: null, responseEncoding: null, responseBytes: null,
    responseTruncated: false, failureKind: null, failureDetail: null,
  };
}

function refused(problem: NonNullable<ReturnType<typeof checkUrl>>): SendResult {
  const detail = problem === "https_only" ? "Only https:// addresses are allowed here" : `The address is not allowed (${problem})`;
  return { ...emptyResult(), failureKind: problem === "not_a_url" || problem === "too_long" ? "protocol" : "blocked_address", failureDetail: detail };
}

async function send(agent: Agent, request: SendRequest): Promise<SendResult> {
  const result = emptyResult();
  const begun = performance.now();
  const url = new URL(request.url);
  const timeoutMs = Math.min(request.timeoutMs, DELIVERY_LIMITS.maxTimeoutMs);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(Object.assign(new Error(`No complete answer within ${timeoutMs} ms`), { code: "AVISO_TIMEOUT" })), timeoutMs);
  let trace: Trace | null = null;
  let firstByteAt: number | null = null;
  try {
    const call = traced(() =>
      agent.request({ origin: url.origin, path: url.pathname + url.search, method: "POST", headers: request.headers, body: request.body, signal: abort.signal }),
    );
    trace = call.trace;
    const response = await call.started;
    firstByteAt = performance.now();
    result.responseStatus = response.statusCode;
    result.responseHeaders = Object.entries(response.headers).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value ?? ""]).map((one): [string, string] => [name, one]),
    );
    await readBody(response.body, (body) => {
      result.responseBody = body.text;
      result.responseEncoding = body.encoding;
      result.responseBytes = body.bytes;
      result.responseTruncated = body.isTruncated;
    });
    result.downloadMs = performance.now() - firstByteAt;
    if (response.statusCode >= 300 && response.statusCode < 400) result.failureKind = "redirect";
    else if (response.statusCode < 200 || response.statusCode >= 300) result.failureKind = "http_status";
  } catch (error) {
    const { code, message, address } = rootOf(error);
    result.failureKind = failureKindOf(code);
    if (code === "AVISO_TIMEOUT" && !trace?.sentAt) result.failureKind = "timeout_connect";
    result.failureDetail = message.slice(0, 500).toWellFormed();
    result.remoteAddress = address ?? null;
  } finally {
    clearTimeout(timer);
  }
  result.durationMs = performance.now() - begun;
  if (trace) {
    result.remoteAddress = trace.remoteAddress ?? result.remoteAddress;
    result.dnsMs = trace.connection?.dnsMs ?? null;
    result.connectMs = trace.connection?.connectMs ?? null;
    result.tlsMs = trace.connection?.tlsMs ?? null;
    if (firstByteAt !== null) result.firstByteMs = firstByteAt - (trace.sentAt ?? begun);
  }
  return result;
}

interface Failure {
  code: string | undefined;
  message: string;
  address?: string | undefined;
}

function rootOf(error: unknown): Failure {
  const candidates = error instanceof AggregateError ? [...error.errors, error] : [error];
  for (const candidate of candidates as { code?: string; message?: string; address?: string; cause?: unknown }[]) {
    if (candidate?.code) return { code: candidate.code, message: candidate.message || candidate.code, address: candidate.address };
    if (candidate?.cause) return rootOf(candidate.cause);
  }
  return { code: undefined, message: error instanceof Error ? error.message : String(error) };
}
