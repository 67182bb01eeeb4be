import { lookup as dnsLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { failureKindOf, type FailureKind } from "@/lib/domain/failure";
import { isOwnReceiver, type OutboundPolicy } from "./check-url";
import { isAddressAllowed } from "./guard";

/** Bytes of an answer's body that are kept. */
export const MAX_RESPONSE_BYTES = 65_536;
/** Bytes after which an answer is cut off: reading on only to count would let a receiver hold us. */
const MAX_READ_BYTES = 1_048_576;
const CONNECT_TIMEOUT_MS = 5_000;

export interface SendRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** From start to the last byte. */
  timeoutMs: number;
}

/** One HTTP try. Times are milliseconds; a part that did not happen (a connection that was open) is null. */
export interface SendResult {
  startedAt: Date;
  durationMs: number;
  dnsMs: number | null;
  connectMs: number | null;
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

interface ConnectionFacts {
  dnsMs: number;
  connectMs: number;
  address: string | null;
}

export interface Sender {
  send(request: SendRequest): Promise<SendResult>;
  close(): Promise<void>;
}

/**
 * The guarded HTTP client: POST only, keep-alive, no redirects. Every address that a name resolves to is judged,
 * and the connection is made to a judged one, with no second look-up between.
 */
export function createSender(policy: OutboundPolicy): Sender {
  const guarded = createAgent(policy.allowedRanges);
  const own = createAgent(["0.0.0.0/0", "::/0"]);
  return {
    send: (request) => send(isOwnReceiver(new URL(request.url), policy) ? own : guarded, request),
    close: async () => void (await Promise.all([guarded.agent.close(), own.agent.close()])),
  };
}

function createAgent(allowedRanges: string[]) {
  const facts = new Map<string, ConnectionFacts>();
  let lookupMs = 0;
  const lookup: LookupFunction = (hostname, options, callback) => {
    const begun = performance.now();
    dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
      lookupMs = performance.now() - begun;
      if (error) return callback(error, []);
      const blocked = addresses.find(({ address }) => !isAddressAllowed(address, allowedRanges));
      if (blocked) return callback(blockedAddress(blocked.address), []);
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
  const connect = buildConnector({ lookup, timeout: CONNECT_TIMEOUT_MS, autoSelectFamily: true });
  const agent = new Agent({
    connections: 256,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    connect(options, callback) {
      const host = options.hostname.replace(/^\[|\]$/g, "");
      // Node looks up names only: a literal address is judged here.
      if (isIP(host) && !isAddressAllowed(host, allowedRanges)) return callback(blockedAddress(host), null);
      const begun = performance.now();
      lookupMs = 0;
      connect(options, (...result) => {
        const [error, socket] = result;
        if (!error && socket) {
          facts.set(`${options.protocol}//${options.host ?? options.hostname}`, {
            dnsMs: lookupMs,
            connectMs: performance.now() - begun - lookupMs,
            address: socket.remoteAddress ?? null,
          });
        }
        callback(...result);
      });
    },
  });
  return { agent, facts };
}

async function send({ agent, facts }: ReturnType<typeof createAgent>, request: SendRequest): Promise<SendResult> {
  const startedAt = new Date();
  const begun = performance.now();
  const url = new URL(request.url);
  const key = `${url.protocol}//${url.host}`;
  const before = facts.get(key);
  const result: SendResult = {
    startedAt, durationMs: 0, dnsMs: null, connectMs: null, firstByteMs: null, downloadMs: null, remoteAddress: null,
    responseStatus: null, responseHeaders: null, responseBody: null, responseEncoding: null, responseBytes: null,
    responseTruncated: false, failureKind: null, failureDetail: null,
  };
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(withCode("AVISO_TIMEOUT", `No complete answer within ${request.timeoutMs} ms`)), request.timeoutMs);
  try {
    const response = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: "POST",
      headers: request.headers,
      body: request.body,
      signal: abort.signal,
    });
    result.firstByteMs = performance.now() - begun;
    result.responseStatus = response.statusCode;
    result.responseHeaders = Object.entries(response.headers).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value ?? ""]).map((one): [string, string] => [name, one]),
    );
    await readBody(response.body, result);
    result.downloadMs = performance.now() - begun - result.firstByteMs;
    if (response.statusCode >= 300 && response.statusCode < 400) result.failureKind = "redirect";
    else if (response.statusCode < 200 || response.statusCode >= 300) result.failureKind = "http_status";
  } catch (error) {
    const { code, message } = rootOf(error);
    result.failureKind = failureKindOf(code);
    result.failureDetail = message.slice(0, 500);
  } finally {
    clearTimeout(timer);
  }
  result.durationMs = performance.now() - begun;
  const now = facts.get(key);
  result.remoteAddress = now?.address ?? null;
  if (now && now !== before) {
    result.dnsMs = now.dnsMs;
    result.connectMs = now.connectMs;
  }
  return result;
}

/** Keeps the first 64 kB, counts the rest up to a bound, and cuts off what is longer. */
async function readBody(body: Dispatcher.ResponseData["body"], result: SendResult): Promise<void> {
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (keptBytes < MAX_RESPONSE_BYTES) {
        const part = chunk.subarray(0, MAX_RESPONSE_BYTES - keptBytes);
        kept.push(part);
        keptBytes += part.length;
      }
      if (bytes > MAX_READ_BYTES) {
        body.destroy();
        break;
      }
    }
  } finally {
    const all = Buffer.concat(kept);
    const text = asText(all, bytes > keptBytes);
    result.responseBytes = bytes;
    result.responseTruncated = bytes > keptBytes;
    result.responseEncoding = text === null ? "base64" : "utf8";
    result.responseBody = text ?? all.toString("base64");
  }
}

/** The text of valid UTF-8 without NUL, which Postgres cannot hold; null for anything else. */
function asText(bytes: Buffer, isCut: boolean): string | null {
  if (bytes.includes(0)) return null;
  try {
    // A cut may fall inside a character: `stream` leaves that one out.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return null;
  }
}

function blockedAddress(address: string): Error {
  return withCode("AVISO_BLOCKED_ADDRESS", `${address} is a private or reserved address`);
}

function withCode(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function rootOf(error: unknown): { code: string | undefined; message: string } {
  const candidates = error instanceof AggregateError ? [...error.errors, error] : [error];
  for (const candidate of candidates as { code?: string; message?: string; cause?: unknown }[]) {
    if (candidate?.code) return { code: candidate.code, message: candidate.message || candidate.code };
    if (candidate?.cause) return rootOf(candidate.cause);
  }
  return { code: undefined, message: error instanceof Error ? error.message : String(error) };
}
