import type { Dispatcher } from "undici";
import { failureKindOf } from "@/lib/domain/failure";
import { traced, type Trace } from "./connection";
import { createBodyKeeper } from "./kept-body";
import { emptyResult, type SendResult } from "./result";

export interface ExchangeRequest {
  dispatcher: Dispatcher;
  origin: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  /** From start to the last byte. */
  timeoutMs: number;
}

/**
 * One POST and its answer. Speaks to undici's dispatcher without the streams and signals of its `request`, which cost
 * as much as the request itself. Never throws.
 */
export function exchange(request: ExchangeRequest): Promise<SendResult> {
  return new Promise((resolve) => {
    const result = emptyResult();
    const begun = performance.now();
    const keeper = createBodyKeeper();
    let trace: Trace | null = null;
    let controller: Dispatcher.DispatchController | null = null;
    let firstByteAt: number | null = null;
    let isOver = false;

    const end = (error: unknown) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      const endedAt = performance.now();
      if (firstByteAt !== null) keepBody(result, keeper.kept(), endedAt - firstByteAt);
      if (error) noteFailure(result, error, trace);
      else noteStatus(result);
      result.durationMs = endedAt - begun;
      if (trace) noteTimes(result, trace, firstByteAt, begun);
      resolve(result);
    };
    const timer = setTimeout(() => {
      const error = Object.assign(new Error(`No complete answer within ${request.timeoutMs} ms`), { code: "AVISO_TIMEOUT" });
      // One that waits for its connection has no controller yet; it is broken off as soon as it has.
      controller?.abort(error);
      end(error);
    }, request.timeoutMs);

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(given) {
        controller = given;
        if (isOver) given.abort(new Error("No longer wanted"));
      },
      onResponseStart(_controller, statusCode, headers) {
        // An interim answer (1xx) is none.
        if (statusCode < 200) return;
        firstByteAt = performance.now();
        result.responseStatus = statusCode;
        result.responseHeaders = [];
        for (const name in headers) {
          const value = headers[name];
          if (Array.isArray(value)) for (const one of value) result.responseHeaders.push([name, one]);
          else result.responseHeaders.push([name, value ?? ""]);
        }
      },
      onResponseData(given, chunk) {
        if (keeper.add(chunk)) return;
        end(null);
        given.abort(new Error("Enough was read"));
      },
      onResponseEnd: () => end(null),
      onResponseError: (_controller, error) => end(error),
    };
    const { dispatcher, origin, path, headers, body } = request;
    trace = traced(() => dispatcher.dispatch({ origin, path, method: "POST", headers, body, headersTimeout: 0, bodyTimeout: 0 }, handler)).trace;
  });
}

function keepBody(result: SendResult, body: ReturnType<ReturnType<typeof createBodyKeeper>["kept"]>, downloadMs: number): void {
  result.responseBody = body.text;
  result.responseEncoding = body.encoding;
  result.responseBytes = body.bytes;
  result.responseTruncated = body.isTruncated;
  result.downloadMs = downloadMs;
}

function noteStatus(result: SendResult): void {
  const status = result.responseStatus ?? 0;
  if (status >= 300 && status < 400) result.failureKind = "redirect";
  else if (status < 200 || status >= 300) result.failureKind = "http_status";
}

function noteFailure(result: SendResult, error: unknown, trace: Trace | null): void {
  const { code, message, address } = rootOf(error);
  result.failureKind = code === "AVISO_TIMEOUT" && !trace?.sentAt ? "timeout_connect" : failureKindOf(code);
  result.failureDetail = message.slice(0, 500).toWellFormed();
  result.remoteAddress = address ?? null;
}

function noteTimes(result: SendResult, trace: Trace, firstByteAt: number | null, begun: number): void {
  result.remoteAddress = trace.remoteAddress ?? result.remoteAddress;
  result.dnsMs = trace.connection?.dnsMs ?? null;
  result.connectMs = trace.connection?.connectMs ?? null;
  result.tlsMs = trace.connection?.tlsMs ?? null;
  if (firstByteAt !== null) result.firstByteMs = firstByteAt - (trace.sentAt ?? begun);
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
