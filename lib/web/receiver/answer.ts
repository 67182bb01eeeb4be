import { setTimeout as wait } from "node:timers/promises";
import type { ReceiverAnswer } from "@/lib/domain/receiver-behaviour";

/** How long a hung request is held when the sender never gives up. */
const MAX_HANG_MS = 60_000;
const DRIP_EVERY_MS = 250;
const CHUNK_BYTES = 65_536;
const DOT = 0x2e;
const BODYLESS = new Set([204, 205, 304]);

// What a receiver answers was written by a person and comes from Aviso's own origin: it must never run there.
const SAFE_HEADERS = {
  "content-type": "text/plain; charset=utf-8",
  "x-content-type-options": "nosniff",
  "content-security-policy": "sandbox; default-src 'none'",
  "cache-control": "no-store",
};

/** Does what the receiver was told to do with a request. @param request whose signal aborts when the sender has gone */
export async function giveAnswer(answer: ReceiverAnswer, { method, signal }: Pick<Request, "method" | "signal">): Promise<Response> {
  switch (answer.kind) {
    case "respond":
      await waitUnlessGone(answer.delayMs, signal);
      return new Response(BODYLESS.has(answer.status) ? null : answer.body, { status: answer.status, headers: SAFE_HEADERS });
    case "redirect":
      // A link to Aviso's own address that leads a person elsewhere is what phishing is made of: whoever follows one is told only.
      if (method === "GET" || method === "HEAD") return new Response(`Redirects to ${answer.location}`, { status: 307, headers: SAFE_HEADERS });
      return new Response(null, { status: 307, headers: { ...SAFE_HEADERS, location: answer.location } });
    case "hang":
      await waitUnlessGone(MAX_HANG_MS, signal);
      return new Response("The receiver was told to hang and gave up after 60 seconds.", { status: 504, headers: SAFE_HEADERS });
    case "drip":
      return new Response(dripSlowly(answer.durationMs, signal), { headers: SAFE_HEADERS });
    case "oversized":
      return new Response(repeatFiller(answer.bytes), { headers: { ...SAFE_HEADERS, "content-length": String(answer.bytes) } });
    case "reset":
      return new Response(cutConnection(), { headers: SAFE_HEADERS });
  }
}

/** A body that comes byte by byte over a time, as from a system that is overwhelmed. */
function dripSlowly(durationMs: number, signal: AbortSignal): ReadableStream<Uint8Array> {
  const endsAt = Date.now() + durationMs;
  return new ReadableStream({
    async pull(controller) {
      await waitUnlessGone(Math.min(DRIP_EVERY_MS, Math.max(1, endsAt - Date.now())), signal);
      if (signal.aborted || Date.now() >= endsAt) controller.close();
      else controller.enqueue(new Uint8Array([DOT]));
    },
  });
}

/** A body of a size, made as it is read, so that a sender that stops early costs nothing. */
function repeatFiller(bytes: number): ReadableStream<Uint8Array> {
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      const size = Math.min(left, CHUNK_BYTES);
      if (size > 0) controller.enqueue(new Uint8Array(size).fill(DOT));
      left -= size;
      if (left <= 0) controller.close();
    },
  });
}

async function waitUnlessGone(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await wait(ms, undefined, { signal }).catch(() => undefined);
}

// A route handler has no socket to close. A body that fails before its first byte makes the server drop the connection.
function cutConnection(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      controller.error(new Error("The receiver was told to cut the connection."));
    },
  });
}
