import type { FailureKind } from "@/lib/domain/failure";

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
  /** The proxy that it went through, as host:port. */
  proxy: string | null;
  responseStatus: number | null;
  responseHeaders: [string, string][] | null;
  responseBody: string | null;
  responseEncoding: "utf8" | "base64" | null;
  responseBytes: number | null;
  responseTruncated: boolean;
  failureKind: FailureKind | null;
  failureDetail: string | null;
}

/** A try at its start, of which nothing is known yet. */
export function emptyResult(): SendResult {
  return {
    startedAt: new Date(), durationMs: 0, dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, downloadMs: null, remoteAddress: null, proxy: null,
    responseStatus: null, responseHeaders: null, responseBody: null, responseEncoding: null, responseBytes: null,
    responseTruncated: false, failureKind: null, failureDetail: null,
  };
}
